import type { FieldError } from '../../../kernel/errors.ts';
import type { Outcome, Refusal, Reply } from '../../format.ts';

/** 200 with the key of the alert. */
export function flashdutyReply({ events, request }: Outcome): Reply {
  const alert_key = events[0]?.dedupKey ?? null;
  return { status: 200, body: { request_id: request.id, data: { alert_key } } };
}

const CODES: Readonly<Record<number, string>> = {
  400: 'InvalidParameter',
  401: 'Unauthorized',
  404: 'ResourceNotFound',
  413: 'InvalidParameter',
  415: 'InvalidContentType',
  429: 'RequestTooFrequently',
};

/** Flashduty's error bodies; what is wrong with an event is a 400. */
export function flashdutyError({ status, detail, errors, request }: Refusal): Reply {
  const answered = status === 422 ? 400 : status;
  const code = CODES[answered] ?? (answered < 500 ? 'InvalidParameter' : 'InternalError');
  const message = errors.length > 0 ? errors.map(sentenceOf).join('; ') : detail;
  return { status: answered, body: { request_id: request.id, error: { code, message } } };
}

function sentenceOf({ pointer, expected, received }: FieldError): string {
  const field = pointer.slice(1).replaceAll('/', '.') || 'body';
  return `${field}: ${expected} was expected, not ${received}`;
}
