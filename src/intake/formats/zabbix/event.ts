import type { AlertEvent, Link } from '../../../alerts/alert-event.ts';
import { isObject } from '../../../kernel/json.ts';
import type { Severity } from '../../../kernel/severity.ts';
import { SECOND } from '../../../kernel/time.ts';
import {
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
import { expanded } from './macros.ts';
import type { ZabbixPayload } from './schema.ts';

/** The problem's identity: its event; for want of that its trigger and host. */
export function problemKey(payload: ZabbixPayload): string {
  const event = expanded(payload.event_id);
  if (event !== undefined) return fittingKey(event);
  const parts = [expanded(payload.trigger_id), expanded(payload.host_name)].filter(Boolean);
  return fittingKey(parts.length > 0 ? `trigger:${parts.join(':')}` : 'not-expanded');
}

/** The problem, as it begins, changes or ends. */
export function problemEvent(
  payload: ZabbixPayload,
  status: AlertEvent['status'],
  warnings: string[],
): AlertEvent {
  const tags = tagsOf(payload.event_tags);
  const service = serviceName(tags.service);
  const description = descriptionOf(payload);
  return {
    dedupKey: problemKey(payload),
    status,
    title: fitted(titleOf(payload), MAX_TITLE, 'The name of the problem', warnings),
    ...(description !== undefined && {
      description: fitted(description, MAX_DESCRIPTION, 'The description', warnings),
    }),
    ...severityOf(payload),
    ...(service !== undefined && { service }),
    source: 'zabbix',
    labels: fittingMap({ ...tags, ...factsOf(payload) }, 'The problem', warnings),
    links: linksOf(payload),
    ...timesOf(payload, status),
    raw: payload,
  };
}

function titleOf({ event_name, subject, trigger_id }: ZabbixPayload): string {
  const trigger = expanded(trigger_id);
  const name = expanded(event_name) ?? expanded(subject);
  return name ?? (trigger === undefined ? 'Problem without a name' : `Trigger ${trigger}`);
}

function descriptionOf({ trigger_description, event_opdata, message }: ZabbixPayload) {
  const parts = [expanded(trigger_description), expanded(event_opdata)].filter(Boolean);
  return parts.length > 0 ? parts.join('\n\n') : expanded(message);
}

// From 0, not classified, to 5, disaster.
const LEVELS: readonly Severity[] = ['info', 'info', 'medium', 'medium', 'high', 'critical'];

/** The word is Zabbix's own, so that the integration can map what an installation renamed. */
function severityOf({ event_severity, event_nseverity }: ZabbixPayload) {
  const level = expanded(event_nseverity);
  const severity = level !== undefined && /^[0-5]$/.test(level) ? LEVELS[Number(level)] : undefined;
  const severityWord = expanded(event_severity) ?? level;
  return {
    ...(severity !== undefined && { severity }),
    ...(severityWord !== undefined && { severityWord }),
  };
}

function factsOf(payload: ZabbixPayload): Record<string, string> {
  const { host_name, host_ip, trigger_id, event_id } = payload;
  const entries = Object.entries({ host: host_name, host_ip, trigger_id, event_id });
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      const text = expanded(value);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** `{EVENT.TAGSJSON}`, or `{EVENT.TAGS}`: name:value, separated by commas. */
function tagsOf(given: ZabbixPayload['event_tags']): Record<string, string> {
  const text = expanded(given);
  if (text === undefined) return {};
  const listed = text.startsWith('[') ? listIn(text) : pairsIn(text);
  const found: [string, string][] = [];
  for (const [tag, value] of listed) {
    const name = textIn(tag)?.trim();
    if (name !== undefined) found.push([name, idIn(value) ?? '']);
  }
  return Object.fromEntries(found);
}

type Pair = readonly [name: unknown, value: unknown];

function pairsIn(text: string): Pair[] {
  return text.split(',').map((part) => {
    const [name, value] = part.split(/:(.*)/s, 2);
    return [name, value];
  });
}

/** None where the list was cut off: Zabbix bounds the length of what a macro expands to. */
function listIn(text: string): Pair[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter(isObject).map(({ tag, value }) => [tag, value]) : [];
  } catch {
    return [];
  }
}

function linksOf({ zabbix_url, trigger_id, event_id }: ZabbixPayload): Link[] {
  const [base, trigger, event] = [zabbix_url, trigger_id, event_id].map(expanded);
  if (base === undefined || trigger === undefined || event === undefined) return [];
  const query = `triggerid=${encodeURIComponent(trigger)}&eventid=${encodeURIComponent(event)}`;
  return linkTo(`${base.replace(/\/+$/, '')}/tr_events.php?${query}`, 'Zabbix');
}

function timesOf(payload: ZabbixPayload, status: AlertEvent['status']) {
  const startedAt = secondsIn(payload.event_timestamp);
  const endedAt = status === 'resolved' ? secondsIn(payload.event_recovery_timestamp) : undefined;
  return {
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
  };
}

function secondsIn(value: ZabbixPayload['event_timestamp']): number | undefined {
  const text = expanded(value);
  return text !== undefined && /^\d{1,11}$/.test(text) ? Number(text) * SECOND : undefined;
}
