import type { AlertEvent } from '../../../alerts/alert-event.ts';
import type { Severity } from '../../../kernel/severity.ts';
import type { Translation } from '../../format.ts';
import {
  firstText,
  fitted,
  fittingKey,
  idIn,
  instantIn,
  linkTo,
  MAX_DESCRIPTION,
  MAX_TITLE,
  serviceName,
} from '../fields.ts';
import { type Loose, labelsOf, objectIn } from './event.ts';
import type { SentryPayload } from './schema.ts';

const SEVERITIES: Readonly<Record<string, Severity>> = { critical: 'critical', warning: 'medium' };

/** Resource `metric_alert`: its id names one occurrence, which gets worse, better and resolved. */
export function metricChanged(payload: SentryPayload): Translation | undefined {
  const { action } = payload;
  const data = objectIn(payload.data);
  const metric = objectIn(data.metric_alert);
  const id = idIn(metric.id);
  const severity = Object.hasOwn(SEVERITIES, action) ? SEVERITIES[action] : undefined;
  const resolved = action === 'resolved';
  if (id === undefined || (severity === undefined && !resolved)) return undefined;
  const warnings: string[] = [];
  const event: AlertEvent = {
    dedupKey: fittingKey(`metric:${id}`),
    status: resolved ? 'resolved' : 'firing',
    ...contentOf(data, metric, warnings),
    ...(severity !== undefined && { severity, severityWord: action }),
    ...timesOf(metric, resolved),
    raw: payload,
  };
  return { events: [event], warnings };
}

function contentOf(data: Loose, metric: Loose, warnings: string[]) {
  const rule = objectIn(metric.alert_rule);
  const title = firstText(rule.name, data.description_title, metric.title) ?? 'Metric alert';
  const description = firstText(data.description_text);
  const projects = Array.isArray(metric.projects) ? metric.projects : [];
  const project = projects.length === 1 ? firstText(projects[0]) : undefined;
  const service = serviceName(project);
  const { aggregate, query, dataset, environment } = rule;
  return {
    title: fitted(title, MAX_TITLE, 'The title', warnings),
    ...(description !== undefined && {
      description: fitted(description, MAX_DESCRIPTION, 'The description', warnings),
    }),
    ...(service !== undefined && { service }),
    source: 'Sentry',
    labels: labelsOf({ project, environment, rule: rule.name }, warnings),
    annotations: labelsOf({ aggregate, query, dataset }, warnings),
    links: linkTo(data.web_url, 'Sentry'),
  };
}

function timesOf(metric: Loose, resolved: boolean) {
  const at = instantIn(resolved ? metric.date_closed : metric.date_started);
  if (at === undefined) return {};
  return resolved ? { endedAt: at } : { startedAt: at };
}
