import type { AlertEvent, Link } from '../../../alerts/alert-event.ts';
import { type Severity, severityFromWord } from '../../../kernel/severity.ts';
import { storable, truncate } from '../../../kernel/text.ts';
import { parseInstant } from '../../../kernel/time.ts';
import {
  fitted,
  fittingKey,
  fittingMap,
  linkTo,
  MAX_DESCRIPTION,
  MAX_TITLE,
  textIn,
} from '../fields.ts';
import type { Alarm } from './alarm.ts';
import type { SnsMessage } from './schema.ts';

/** The alarm's identity over all its states. */
export function alarmKey({ arn, account, region, name }: Alarm): string {
  return fittingKey(arn ?? `${account ?? ''}/${region ?? ''}/${name}`);
}

/** An alarm that fires (ALARM) or is over (OK). */
export function alarmEvent(alarm: Alarm, message: SnsMessage, warnings: string[]): AlertEvent {
  const description = alarm.description ?? alarm.reason;
  const status = alarm.state === 'OK' ? 'resolved' : 'firing';
  return {
    dedupKey: alarmKey(alarm),
    status,
    title: fitted(alarm.name, MAX_TITLE, 'The name of the alarm', warnings),
    ...(description !== undefined && {
      description: fitted(description, MAX_DESCRIPTION, 'The description', warnings),
    }),
    ...severityOf(alarm),
    source: 'cloudwatch',
    labels: fittingMap(labelsOf(alarm), 'The alarm', warnings),
    annotations: fittingMap(annotationsOf(alarm, message), 'The alarm', warnings),
    links: [...consoleLink(alarm)],
    ...timeOf(alarm, status, warnings),
    raw: alarm.raw,
  };
}

function labelsOf({ name, account, region, metric, namespace, dimensions }: Alarm) {
  return {
    ...dimensions,
    alarm_name: name,
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(metric !== undefined && { metric }),
    ...(namespace !== undefined && { namespace }),
  };
}

function annotationsOf({ reason, description }: Alarm, { TopicArn }: SnsMessage) {
  return {
    ...(description !== undefined && reason !== undefined && { reason }),
    topic: TopicArn,
  };
}

// `high-cpu` is about much CPU, so of the words of severity only those that mean nothing else.
const MARK = /(?:^|[^A-Za-z0-9])(critical|p[1-5]|sev-?[1-5])(?:[^A-Za-z0-9]|$)/i;
const SAID = /\bseverity\s*[=:]\s*([A-Za-z0-9]{2,20})\b/i;
const LEVELS: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/**
 * CloudWatch knows no severity: `severity: high` in the alarm's description says it, or critical,
 * P1 to P5 or SEV1 to SEV5 in its name.
 */
function severityOf({ name, description }: Alarm) {
  const word = SAID.exec(description ?? '')?.[1] ?? MARK.exec(name)?.[1];
  if (word === undefined) return {};
  const level = /^sev-?([1-5])$/i.exec(word)?.[1];
  const severity = level === undefined ? severityFromWord(word) : LEVELS[Number(level) - 1];
  return { ...(severity !== undefined && { severity }), severityWord: word };
}

function timeOf({ changedAt }: Alarm, status: AlertEvent['status'], warnings: string[]) {
  if (changedAt === undefined) return {};
  const at = parseInstant(changedAt);
  if (at === undefined) {
    warnings.push(`StateChangeTime '${truncate(changedAt, 60)}' is no time and was ignored.`);
    return {};
  }
  return status === 'resolved' ? { endedAt: at } : { startedAt: at };
}

const CONSOLES: Readonly<Record<string, string>> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

function consoleLink({ arn, region, name }: Alarm): Link[] {
  if (region === undefined) return [];
  const partition = arn?.split(':')[1] ?? '';
  const console = Object.hasOwn(CONSOLES, partition) ? CONSOLES[partition] : undefined;
  const host = `${region}.${console ?? 'console.aws.amazon.com'}`;
  const alarm = encodeURIComponent(name.toWellFormed());
  const page = `cloudwatch/home?region=${region}#alarmsV2:alarm/${alarm}`;
  return linkTo(`https://${host}/${page}`, 'CloudWatch');
}

/** A message that is no alarm: shown as an alert, which by its severity opens no incident. */
export function messageEvent(message: SnsMessage, warnings: string[]): AlertEvent {
  const subject = textIn(message.Subject);
  const text = textIn(message.Message);
  const title = subject ?? text?.trim().split('\n')[0] ?? 'Message without text';
  warnings.push('The message is no CloudWatch alarm; it was kept as an alert of severity info.');
  return {
    dedupKey: fittingKey(`message:${storable(message.TopicArn)}:${truncate(title, 300)}`),
    status: 'firing',
    title: fitted(title, MAX_TITLE, 'The subject', warnings),
    ...(text !== undefined && {
      description: fitted(text, MAX_DESCRIPTION, 'The message', warnings),
    }),
    severity: 'info',
    source: 'sns',
    labels: fittingMap({ topic: message.TopicArn }, 'The message', warnings),
    raw: message,
  };
}
