import { isObject } from '../../../kernel/json.ts';
import { firstText, textIn } from '../fields.ts';

/** A change of an alarm's state, as CloudWatch or EventBridge tells it. */
export interface Alarm {
  readonly name: string;
  readonly arn: string | undefined;
  readonly account: string | undefined;
  /** `eu-west-1`; undefined where only the region's title is known. */
  readonly region: string | undefined;
  readonly state: string;
  readonly reason: string | undefined;
  readonly description: string | undefined;
  readonly changedAt: string | undefined;
  readonly metric: string | undefined;
  readonly namespace: string | undefined;
  readonly dimensions: Readonly<Record<string, string>>;
  /** All of it, to be kept. */
  readonly raw: unknown;
}

/** The alarm in the text of an SNS message; undefined: it holds none. */
export function readAlarm(message: string): Alarm | undefined {
  const content = parsed(message);
  if (!isObject(content)) return undefined;
  return ofCloudWatch(content) ?? ofEventBridge(content);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What an alarm's own action publishes (AWS, "Amazon SNS and alarms"). */
function ofCloudWatch(content: Record<string, unknown>): Alarm | undefined {
  const name = textIn(content.AlarmName);
  const state = textIn(content.NewStateValue);
  if (name === undefined || state === undefined) return undefined;
  const arn = textIn(content.AlarmArn);
  return {
    name,
    state,
    arn,
    account: textIn(content.AWSAccountId),
    region: regionOf(arn, content.Region),
    reason: textIn(content.NewStateReason),
    description: textIn(content.AlarmDescription),
    changedAt: textIn(content.StateChangeTime),
    ...metricOf(content.Trigger),
    raw: content,
  };
}

/** The event `CloudWatch Alarm State Change`, where a rule of EventBridge publishes to the topic. */
function ofEventBridge(content: Record<string, unknown>): Alarm | undefined {
  const { detail, resources } = content;
  if (content['detail-type'] !== 'CloudWatch Alarm State Change' || !isObject(detail)) {
    return undefined;
  }
  const state = isObject(detail.state) ? detail.state : {};
  const name = textIn(detail.alarmName);
  const value = textIn(state.value);
  if (name === undefined || value === undefined) return undefined;
  const configuration = isObject(detail.configuration) ? detail.configuration : {};
  const arn = Array.isArray(resources) ? textIn(resources[0]) : undefined;
  return {
    name,
    state: value,
    arn,
    account: textIn(content.account),
    region: regionOf(arn, content.region),
    reason: textIn(state.reason),
    description: textIn(configuration.description),
    changedAt: firstText(state.timestamp, content.time),
    ...metricOf({ Metrics: configuration.metrics }),
    raw: content,
  };
}

const REGION = /^[a-z]{2}(-[a-z]{2,12}){1,3}-\d{1,2}$/;

/** From the ARN, because an alarm's own `Region` is a title such as `EU (Ireland)`. */
function regionOf(arn: string | undefined, given: unknown): string | undefined {
  const candidates = [arn?.split(':')[3], given];
  return candidates.find((one): one is string => typeof one === 'string' && REGION.test(one));
}

/** The metric of a trigger; of several (metric math) the first that is one. */
function metricOf(trigger: unknown): Pick<Alarm, 'metric' | 'namespace' | 'dimensions'> {
  const found = isObject(trigger) ? (firstMetric(trigger.Metrics) ?? trigger) : {};
  return {
    metric: firstText(found.MetricName, found.name),
    namespace: firstText(found.Namespace, found.namespace),
    dimensions: dimensionsOf(found.Dimensions ?? found.dimensions),
  };
}

function firstMetric(metrics: unknown): Record<string, unknown> | undefined {
  if (!Array.isArray(metrics)) return undefined;
  for (const one of metrics) {
    const stat: unknown = isObject(one) ? (one.MetricStat ?? one.metricStat) : undefined;
    const metric: unknown = isObject(stat) ? (stat.Metric ?? stat.metric) : undefined;
    if (isObject(metric)) return metric;
  }
  return undefined;
}

/** CloudWatch lists `{name, value}`, EventBridge has a map. */
function dimensionsOf(dimensions: unknown): Record<string, string> {
  const pairs = Array.isArray(dimensions)
    ? dimensions.filter(isObject).map(({ name, value }) => [name, value] as const)
    : Object.entries(isObject(dimensions) ? dimensions : {});
  const found: [string, string][] = [];
  for (const [name, value] of pairs) {
    const [key, text] = [textIn(name), textIn(value)];
    if (key !== undefined && text !== undefined) found.push([key, text]);
  }
  return Object.fromEntries(found);
}
