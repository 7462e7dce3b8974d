import { formatInstant } from '../kernel/time.ts';
import type { StoredActor } from '../store/tables.ts';
import type { Scope } from '../tenants/caller.ts';
import type { AttemptRow, WaitingRow } from './history-queries.ts';
import type { AttemptView, DeliveryRowView } from './history-schemas.ts';
import { subjectOf } from './webhook-event-types.ts';
import { HIDDEN } from './webhook-headers.ts';

/** What rows are shown with: names of destinations by id, and who looks. */
export interface HistoryShown {
  readonly names: ReadonlyMap<string, string>;
  readonly scope: Scope;
}

/** An attempt as the history lists it. */
export function showAttemptRow(row: AttemptRow, shown: HistoryShown): DeliveryRowView {
  return {
    delivery_id: row.delivery_id,
    ...eventOf(row, shown),
    next_attempt_at: textOf(row.next_attempt_at),
    url: row.url === '' ? null : shownUrl(row.url, shown.scope),
    attempt: row.attempt,
    outcome: row.outcome,
    ...resultOf(row),
    duration_ms: row.duration_ms,
    attempted_at: formatInstant(row.attempted_at.getTime()),
  };
}

/** A waiting delivery as the history lists it. */
export function showWaitingRow(row: WaitingRow, shown: HistoryShown): DeliveryRowView {
  return {
    delivery_id: row.delivery_id,
    ...eventOf(row, shown),
    next_attempt_at: textOf(row.ready_at),
    url: null,
    attempt: row.attempts,
    outcome: 'pending',
    status: null,
    error: null,
    detail: null,
    duration_ms: null,
    attempted_at: null,
  };
}

/** An attempt with request and response. */
export function showAttempt(row: AttemptRow, scope: Scope): AttemptView {
  return {
    attempt: row.attempt,
    attempted_at: formatInstant(row.attempted_at.getTime()),
    outcome: row.outcome,
    ...resultOf(row),
    duration_ms: row.duration_ms,
    next_attempt_at: textOf(row.next_attempt_at),
    request: { url: shownUrl(row.url, scope), headers: row.request_headers },
    response:
      row.response_headers === null
        ? null
        : { headers: row.response_headers, body: row.response_body },
  };
}

/** What an attempt and a waiting delivery say about their event alike. */
export function eventOf(row: AttemptRow | WaitingRow, { names }: HistoryShown) {
  const { destination_id: id } = row;
  return {
    webhook: { id, name: names.get(id) ?? null },
    webhook_type: subjectOf(row.event_type),
    event_id: row.event_id,
    event_type: row.event_type,
    event_at: formatInstant(row.event_at.getTime()),
    ref_id: row.subject_id,
    origin: shownOrigin(row.origin),
    requested_by: row.requested_by && requesterOf(row.requested_by),
  };
}

/** Notices to subscribers of status pages are never among what is shown here. */
function shownOrigin(origin: AttemptRow['origin']) {
  return origin === 'notice' ? 'event' : origin;
}

function resultOf({ status, error, detail }: AttemptRow) {
  return { status, error, detail };
}

function requesterOf(actor: StoredActor) {
  return {
    type: actor.type,
    id: 'id' in actor ? actor.id : null,
    name: 'name' in actor ? actor.name : null,
  };
}

function textOf(at: Date | null): string | null {
  return at === null ? null : formatInstant(at.getTime());
}

/** Paths of webhook URLs are secrets as a rule, so only those who may set them see them. */
function shownUrl(url: string, scope: Scope): string {
  return scope === 'admin' ? url : originOf(url);
}

/** `https://hooks.example/…`: whom a URL leads to, without what may be a secret. */
export function originOf(url: string): string {
  return URL.canParse(url) ? `${new URL(url).origin}/${HIDDEN}` : '';
}
