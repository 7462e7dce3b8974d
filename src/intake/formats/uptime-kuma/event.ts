import type { AlertEvent } from '../../../alerts/alert-event.ts';
import { severityFromWord } from '../../../kernel/severity.ts';
import { type Instant, parseInstant } from '../../../kernel/time.ts';
import {
  firstText,
  fitted,
  fittingKey,
  fittingMap,
  idIn,
  linkTo,
  MAX_DESCRIPTION,
  MAX_TITLE,
  serviceName,
  textIn,
} from '../fields.ts';
import type { HeartbeatFields, MonitorFields, UptimeKumaPayload } from './schema.ts';

/** A monitor that is down or up again. */
export function monitorEvent(
  payload: UptimeKumaPayload,
  status: AlertEvent['status'],
  warnings: string[],
): AlertEvent {
  const monitor = payload.monitor ?? {};
  const heartbeat = payload.heartbeat ?? {};
  const tags = tagsOf(monitor);
  const service = serviceName(tags.service);
  const description = firstText(heartbeat.msg, payload.msg);
  const at = timeOf(heartbeat);
  return {
    dedupKey: keyOf(monitor, heartbeat),
    status,
    title: fitted(titleOf(payload), MAX_TITLE, 'The name of the monitor', warnings),
    ...(description !== undefined && {
      description: fitted(description, MAX_DESCRIPTION, 'The message', warnings),
    }),
    ...severityOf(tags.severity),
    ...(service !== undefined && { service }),
    source: 'uptime-kuma',
    labels: fittingMap({ ...tags, ...labelsOf(monitor) }, 'The monitor', warnings),
    links: linkTo(monitor.url, 'Monitored address'),
    ...(at !== undefined && (status === 'resolved' ? { endedAt: at } : { startedAt: at })),
    raw: payload,
  };
}

function keyOf(monitor: MonitorFields, heartbeat: HeartbeatFields): string {
  const id = idIn(monitor.id) ?? idIn(heartbeat.monitorID);
  return fittingKey(`monitor:${id ?? textIn(monitor.name)?.trim() ?? 'unknown'}`);
}

function titleOf({ monitor, msg }: UptimeKumaPayload): string {
  return firstText(monitor?.name, msg) ?? 'Monitor without a name';
}

function labelsOf({ name, type, hostname, port }: MonitorFields): Record<string, string> {
  const entries = Object.entries({ monitor: name, type, hostname, port });
  return Object.fromEntries(
    entries.flatMap(([key, value]) => {
      const text = idIn(value);
      return text ? [[key, text]] : [];
    }),
  );
}

/** The tags by name; those without a value count as `true`. */
function tagsOf({ tags }: MonitorFields): Record<string, string> {
  const found: [string, string][] = [];
  for (const { name, value } of tags ?? []) {
    const key = textIn(name)?.trim();
    if (key !== undefined) found.push([key, idIn(value) ?? 'true']);
  }
  return Object.fromEntries(found);
}

function severityOf(tag: string | undefined) {
  if (tag === undefined) return {};
  const severity = severityFromWord(tag);
  return { ...(severity !== undefined && { severity }), severityWord: tag };
}

/** `2024-01-15 10:30:00.123`, always in UTC. */
function timeOf({ time }: HeartbeatFields): Instant | undefined {
  const text = textIn(time)?.trim();
  return text === undefined ? undefined : (parseInstant(`${text}Z`) ?? parseInstant(text));
}

const EXPIRY =
  /^\[([^\]]*)\]\[([^\]]*)\] .{1,100}? certificate (.{1,300}?) will expire in -?\d+ days/i;

/** What comes without a monitor: the test, and warnings such as that a certificate is about to end. */
export function messageEvent(payload: UptimeKumaPayload, warnings: string[]): AlertEvent {
  const text = textIn(payload.msg) ?? 'Message without text';
  const isTest = /\bTesting\s*$/.test(text);
  return {
    dedupKey: isTest ? 'test' : messageKey(text),
    status: 'firing',
    title: fitted(isTest ? `Test: ${text}` : text, MAX_TITLE, 'The message', warnings),
    severity: isTest ? 'info' : 'medium',
    source: 'uptime-kuma',
    raw: payload,
  };
}

/** The days that are left change, so they do not tell one warning from another. */
function messageKey(text: string): string {
  const [, name, address, subject] = EXPIRY.exec(text) ?? [];
  if (name !== undefined) return fittingKey(`expiry:${name}:${address}:${subject}`);
  return fittingKey(`message:${text.replace(/\d+/g, '#')}`);
}
