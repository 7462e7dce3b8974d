import type { Selectable, SelectQueryBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

// What was sent (delivery_attempts, payloads) and what waits (deliveries, lanes). Notices to
// subscribers of status pages are not among it: addresses are shown by that room, to admins alone.

export type AttemptRow = Selectable<Tables['delivery_attempts']>;

/** Which part of the history a list shows; null: any. */
export interface HistoryFilter {
  readonly destinationId: string | null;
  /** Incident or alert. */
  readonly subjectId: string | null;
  readonly from: Instant | null;
  /** Exclusive. */
  readonly to: Instant | null;
  readonly eventTypes: readonly string[] | null;
}

type Outcome = AttemptRow['outcome'];

/** Where an attempt stands in the history. */
export interface AttemptKey {
  readonly at: Date;
  readonly deliveryId: string;
  readonly attempt: number;
}

/** Attempts newest first, without what came back. */
export async function listAttemptRows(
  db: Db,
  tenantId: string,
  filter: HistoryFilter & { readonly outcomes: readonly Outcome[] | null },
  after: AttemptKey | null,
  limit: number,
): Promise<AttemptRow[]> {
  const { destinationId, subjectId, from, to, eventTypes, outcomes } = filter;
  return db
    .selectFrom('delivery_attempts')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('origin', '<>', 'notice')
    .$if(destinationId !== null, (q) => q.where('destination_id', '=', destinationId ?? ''))
    .$if(subjectId !== null, (q) => q.where('subject_id', '=', subjectId ?? ''))
    .$if(from !== null, (q) => q.where('attempted_at', '>=', new Date(from ?? 0)))
    .$if(to !== null, (q) => q.where('attempted_at', '<', new Date(to ?? 0)))
    .$if(eventTypes !== null, (q) => q.where('event_type', 'in', eventTypes ?? []))
    .$if(outcomes !== null, (q) => q.where('outcome', 'in', outcomes ?? []))
    .$if(after !== null, (q) =>
      q
        // Said apart, because the comparison of rows alone would search every day.
        .where('attempted_at', '<=', after?.at ?? new Date(0))
        .where(
          sql`(attempted_at, delivery_id, attempt)`,
          '<',
          sql`(${after?.at}::timestamptz, ${after?.deliveryId}::text, ${after?.attempt}::int)`,
        ),
    )
    .orderBy('attempted_at', 'desc')
    .orderBy('delivery_id', 'desc')
    .orderBy('attempt', 'desc')
    .limit(limit)
    .execute();
}

/** What was tried of one delivery, oldest first. */
export function listAttemptsOf(
  db: Db,
  tenantId: string,
  deliveryId: string,
): Promise<AttemptRow[]> {
  return db
    .selectFrom('delivery_attempts')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('origin', '<>', 'notice')
    .where('delivery_id', '=', deliveryId)
    .orderBy('attempted_at')
    .orderBy('attempt')
    .limit(100)
    .execute();
}

/** Whether anything was ever sent to a destination, e.g. to one that is deleted now. */
export async function hasHistory(db: Db, tenantId: string, destinationId: string) {
  const row = await db
    .selectFrom('delivery_attempts')
    .select('delivery_id')
    .where('tenant_id', '=', tenantId)
    .where('destination_id', '=', destinationId)
    .where('origin', '<>', 'notice')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** A delivery that waits, and when its lane is sent from next. */
export type WaitingRow = Selectable<Tables['deliveries']> & { readonly ready_at: Date | null };

function waiting(db: Db, tenantId: string) {
  return db
    .selectFrom('deliveries as d')
    .leftJoin('lanes as l', (join) =>
      join
        .onRef('l.tenant_id', '=', 'd.tenant_id')
        .onRef('l.destination_id', '=', 'd.destination_id')
        .onRef('l.lane_id', '=', 'd.lane_id'),
    )
    .selectAll('d')
    .select('l.ready_at')
    .where('d.tenant_id', '=', tenantId)
    .where('d.origin', '<>', 'notice');
}

type WaitingQuery = SelectQueryBuilder<Tables & { d: Tables['deliveries'] }, 'd', WaitingRow>;

/** What waits, newest first; `from` and `to` are about when it was added. */
export async function listWaitingRows(
  db: Db,
  tenantId: string,
  filter: HistoryFilter,
  after: { readonly at: Date; readonly id: string } | null,
  limit: number,
): Promise<WaitingRow[]> {
  const { destinationId, subjectId, from, to, eventTypes } = filter;
  const query = waiting(db, tenantId) as unknown as WaitingQuery;
  return query
    .$if(destinationId !== null, (q) => q.where('d.destination_id', '=', destinationId ?? ''))
    .$if(subjectId !== null, (q) => q.where('d.subject_id', '=', subjectId ?? ''))
    .$if(from !== null, (q) => q.where('d.created_at', '>=', new Date(from ?? 0)))
    .$if(to !== null, (q) => q.where('d.created_at', '<', new Date(to ?? 0)))
    .$if(eventTypes !== null, (q) => q.where('d.event_type', 'in', eventTypes ?? []))
    .$if(after !== null, (q) =>
      q.where(
        sql`(d.created_at, d.delivery_id)`,
        '<',
        sql`(${after?.at}::timestamptz, ${after?.id}::text)`,
      ),
    )
    .orderBy('d.created_at', 'desc')
    .orderBy('d.delivery_id', 'desc')
    .limit(limit)
    .execute();
}

/** A delivery that waits; with its destination known the others' need not be searched. */
export function findWaiting(
  db: Db,
  tenantId: string,
  deliveryId: string,
  destinationId: string | null,
): Promise<WaitingRow | undefined> {
  return waiting(db, tenantId)
    .$if(destinationId !== null, (q) => q.where('d.destination_id', '=', destinationId ?? ''))
    .where('d.delivery_id', '=', deliveryId)
    .executeTakeFirst();
}

/** Which payload is meant. */
export interface PayloadKey {
  readonly event_id: string;
  readonly variant: string;
  readonly payload_at: Date;
}

/** The exact bytes that are sent; undefined once their day is dropped. */
export async function findPayload(
  db: Db,
  tenantId: string,
  { event_id, variant, payload_at }: PayloadKey,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('payloads')
    .select('body')
    .where('tenant_id', '=', tenantId)
    .where('event_id', '=', event_id)
    .where('variant', '=', variant)
    .where('created_at', '=', payload_at)
    .executeTakeFirst();
  return row?.body;
}
