import type { AlertEvent } from '../../../alerts/alert-event.ts';
import { invalid } from '../../../kernel/errors.ts';
import { sha256Hex } from '../../../kernel/hashing.ts';
import type { Severity } from '../../../kernel/severity.ts';
import { storable } from '../../../kernel/text.ts';
import { annotatedLinks, isUnset, senderInstant, serviceName, textIn, textMap } from '../fields.ts';
import type { RegenAlert } from './schema.ts';

const SEVERITY: Readonly<Record<'critical' | 'warning' | 'info', Severity>> = {
  critical: 'critical',
  warning: 'medium',
  info: 'info',
};

/**
 * One alert of a request; `pointer` is its place in the body. Absent fields stay absent: the seed's
 * resolve example must not erase what is stored. Throws 422 for an end on a firing alert, which the
 * product refuses too.
 */
export function toEvent(alert: RegenAlert, pointer: string): AlertEvent {
  const status = alert.status ?? 'firing';
  if (status === 'firing' && !isUnset(alert.ended_at)) throw endOfFiring(pointer, alert);
  const title = storable(alert.title);
  const labels = alert.labels && textMap(alert.labels);
  const source = textIn(alert.source);
  const service = serviceName(labels?.service);
  return {
    dedupKey: alert.external_id ? storable(alert.external_id) : contentKey(title, labels ?? {}),
    status,
    title,
    ...(alert.description !== undefined && { description: storable(alert.description) }),
    ...(alert.severity && { severity: SEVERITY[alert.severity], severityWord: alert.severity }),
    ...(service !== undefined && { service }),
    ...(source !== undefined && { source }),
    ...(labels && { labels }),
    ...(alert.annotations && {
      annotations: textMap(alert.annotations),
      links: annotatedLinks(alert.annotations),
    }),
    ...timesOf(alert, pointer),
    raw: alert,
  };
}

function timesOf(alert: RegenAlert, pointer: string) {
  const startedAt = senderInstant(alert.started_at, `${pointer}/started_at`);
  const endedAt = senderInstant(alert.ended_at, `${pointer}/ended_at`);
  return {
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
  };
}

/** The product's own formula for alerts without `external_id`. */
function contentKey(title: string, labels: Readonly<Record<string, string>>): string {
  let text = `title:${title}`;
  for (const key of Object.keys(labels).sort()) text += `|${key}=${labels[key]}`;
  return sha256Hex(text).slice(0, 32);
}

function endOfFiring(pointer: string, alert: RegenAlert) {
  return invalid(`${pointer}/ended_at is given for an alert that is firing.`, [
    {
      pointer: `${pointer}/ended_at`,
      expected: 'nothing unless status is resolved',
      received: String(alert.ended_at),
    },
  ]);
}
