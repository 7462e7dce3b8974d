import { compileSchema } from '../ingress/schema-validation.ts';
import { invalid } from '../kernel/errors.ts';
import { isObject, kindOf } from '../kernel/json.ts';
import { storable, truncate } from '../kernel/text.ts';
import { formatInstant, type Instant } from '../kernel/time.ts';
import { HookIncident, HookMaintenance } from './hook-schemas.ts';
import { CLOCK_SKEW, readTimestamp } from './rules/timestamp.ts';
import { MAX_BODY_TEXT, type SafeBody, sanitizeBody, sanitizeTitle } from './sanitize-body.ts';

const MAX_ID = 255;

/** A post to a hook, read and checked as far as it can be without the database. */
export interface HookPost {
  /** The sender's; empty: none. */
  readonly senderId: string;
  readonly title: string;
  readonly raw: string;
  readonly body: SafeBody;
  readonly startsAt: Instant;
  readonly status: 'up' | 'degraded' | 'down';
  readonly silent: boolean;
  readonly draft: boolean;
  readonly plan:
    | { readonly type: 'incident'; readonly state: HookIncident['state'] }
    | { readonly type: 'maintenance'; readonly endsAt: Instant };
}

const incidentFaults = compileSchema(HookIncident);
const maintenanceFaults = compileSchema(HookMaintenance);

/**
 * Reads a post: without a type it is an incident, also with an end_time (decision 24). Throws 422
 * for what the seed's schema, the calendar (12), the clock (11) or the order of start and end (19)
 * do not admit. Nothing is coerced, unknown keys are ignored (25).
 */
export function readHookPost(payload: unknown, now: Instant): HookPost {
  if (!isObject(payload)) {
    throw fault('', 'an object', kindOf(payload));
  }
  const { type } = payload;
  if (type !== undefined && type !== 'incident' && type !== 'maintenance') {
    const received = typeof type === 'string' ? truncate(type, 60) : kindOf(type);
    throw fault('/type', "'incident' or 'maintenance'", received);
  }
  return type === 'maintenance' ? readMaintenance(payload) : readIncident(payload, now);
}

function readIncident(payload: Record<string, unknown>, now: Instant): HookPost {
  const errors = incidentFaults(payload);
  if (errors) throw invalid('The incident is not what StatusHub’s schema describes.', errors);
  const incident = payload as HookIncident;
  const startsAt = timeOf('/start_time', incident.start_time);
  if (startsAt > now + CLOCK_SKEW) {
    const latest = formatInstant(now + CLOCK_SKEW);
    throw fault('/start_time', `a time that has come (until ${latest})`, incident.start_time);
  }
  const { state } = incident;
  return { ...commonOf(incident), startsAt, plan: { type: 'incident', state } };
}

function readMaintenance(payload: Record<string, unknown>): HookPost {
  const errors = maintenanceFaults(payload);
  if (errors) throw invalid('The maintenance is not what StatusHub’s schema describes.', errors);
  const maintenance = payload as HookMaintenance;
  const startsAt = timeOf('/start_time', maintenance.start_time);
  const endsAt = timeOf('/end_time', maintenance.end_time);
  if (endsAt <= startsAt) {
    throw fault('/end_time', 'a time after start_time', maintenance.end_time);
  }
  return { ...commonOf(maintenance), startsAt, plan: { type: 'maintenance', endsAt } };
}

function commonOf({ id, title, description, status, ...flags }: HookIncident | HookMaintenance) {
  const senderId = storable(id?.trim() ?? '');
  if (senderId.length > MAX_ID) {
    throw fault('/id', `at most ${MAX_ID} characters`, `${senderId.length} characters`);
  }
  const shownTitle = sanitizeTitle(title);
  if (shownTitle === '') throw fault('/title', 'a title that can be read', 'nothing to read');
  return {
    senderId,
    title: shownTitle,
    ...textOf('/description', description),
    status,
    silent: flags.silent ?? false,
    draft: flags.draft ?? false,
  };
}

/** A text as it is stored and shown; 422 beyond 64 KiB. */
export function textOf(pointer: string, given: string): { raw: string; body: SafeBody } {
  const bytes = Buffer.byteLength(given);
  if (bytes > MAX_BODY_TEXT) {
    throw fault(pointer, `at most ${MAX_BODY_TEXT} bytes`, `${bytes} bytes`);
  }
  return { raw: storable(given), body: sanitizeBody(given) };
}

function timeOf(pointer: string, text: string): Instant {
  const at = readTimestamp(text);
  if (at === undefined) throw fault(pointer, 'a date and time that the calendar has', text);
  return at;
}

function fault(pointer: string, expected: string, received: string) {
  return invalid('The post cannot be taken as it is.', [{ pointer, expected, received }]);
}
