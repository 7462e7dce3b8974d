import type { FieldError } from '../../../kernel/errors.ts';
import type { Outcome, Refusal, Reply } from '../../format.ts';

/** 202 with the key of the alert; version 1 says 200 and calls the key `incident_key`. */
export function eventsReply({ events, request }: Outcome): Reply {
  if (request.action === 'change') {
    return { status: 202, body: { status: 'success', message: 'Change event processed' } };
  }
  const done = { status: 'success', message: 'Event processed' };
  const key = events[0]?.dedupKey ?? null;
  return request.action === 'v1'
    ? { status: 200, body: { ...done, incident_key: key } }
    : { status: 202, body: { ...done, dedup_key: key } };
}

/** PagerDuty's error bodies: 400 for all that is wrong with an event, its key among it. */
export function eventsError({ status, detail, errors }: Refusal): Reply {
  if (status === 400 || status === 422) {
    const found = errors.length > 0 ? errors.map(sentenceOf) : [detail];
    const body = { status: 'invalid event', message: 'Event object is invalid', errors: found };
    return { status: 400, body };
  }
  if (status === 429) {
    return { status, body: { status: 'throttle exceeded', message: detail, errors: [detail] } };
  }
  const kind = status < 500 ? 'invalid request' : 'unavailable';
  return { status, body: { status: kind, message: detail, errors: [detail] } };
}

function sentenceOf({ pointer, expected, received }: FieldError): string {
  const field = pointer.slice(1).replaceAll('/', '.');
  if (received === 'nothing') return `'${field}' is missing or blank`;
  return `'${field}' is invalid: ${expected} was expected, not ${received}`;
}
