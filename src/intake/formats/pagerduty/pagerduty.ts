import { invalid } from '../../../kernel/errors.ts';
import { sha256Hex } from '../../../kernel/hashing.ts';
import { isObject } from '../../../kernel/json.ts';
import { SEVERITIES } from '../../../kernel/severity.ts';
import type { Format, Translation } from '../../format.ts';
import { countersReply } from '../counters.ts';
import { idIn } from '../fields.ts';
import { incidentKey, objectIn } from './incident.ts';
import { translateMessages } from './messages.ts';
import { type PagerdutyPayload, pagerdutySchema } from './schema.ts';
import { translateEvent } from './v3.ts';

/**
 * PagerDuty's webhooks, versions 3, 2 and 1 (contracts, "Native sources"). Only version 3 is
 * signed; the others need an API key or an integration that takes unsigned requests.
 */
export const pagerduty: Format = {
  name: 'pagerduty',
  title: 'PagerDuty',
  auth: { kind: 'hmac', headers: ['x-pagerduty-signature'], prefix: 'v1' },
  schema: pagerdutySchema,
  policy: {
    onRecovery: 'close',
    // What comes is an incident already.
    opens: SEVERITIES,
    defaultSeverity: 'medium',
    ignoresGrouping: false,
    ignoresSuppression: false,
    duplicates: 'update',
  },
  recognises,
  toEvents,
  requestIdOf,
  toReply: countersReply,
};

function recognises(payload: unknown): boolean {
  if (!isObject(payload) || payload.hostname !== undefined) return false;
  const { event, messages } = payload;
  if (isObject(event)) return typeof event.event_type === 'string' && isObject(event.data);
  if (!Array.isArray(messages)) return false;
  return messages.some(
    (message) =>
      isObject(message) &&
      incidentKey(message.incident ?? objectIn(message.data).incident) !== undefined,
  );
}

function toEvents({ event, messages }: PagerdutyPayload): Translation {
  if (event) return translateEvent(event);
  if (messages) return translateMessages(messages);
  throw invalid('This is no webhook of PagerDuty.', [
    { pointer: '/event', expected: 'an event, or messages', received: 'nothing' },
  ]);
}

/** The event's id, or those of all messages: a request sent again carries the same. */
function requestIdOf({ event, messages = [] }: PagerdutyPayload): string | undefined {
  if (event) return idIn(event.id);
  const ids = messages.map(({ id }) => idIn(id));
  if (ids.length === 0 || ids.includes(undefined)) return undefined;
  return ids.length === 1 ? ids[0] : sha256Hex(JSON.stringify(ids));
}
