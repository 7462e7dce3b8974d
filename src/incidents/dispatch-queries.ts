import { sql } from 'kysely';
import { LOCK_FAMILY, LOCKS } from '../store/advisory-locks.ts';
import type { Db } from '../store/connection.ts';

/** The two outboxes and what their events are about. */
export const OUTBOXES = {
  incident: { table: 'outbox', subject: 'incident_id' },
  alert: { table: 'alert_outbox', subject: 'alert_id' },
} as const;

export type Subject = keyof typeof OUTBOXES;

/** The key of an event that waits. */
export interface WaitingEvent {
  readonly tenantId: string;
  readonly subjectId: string;
  readonly seq: number;
  readonly createdAt: Date;
}

/** An event as the outbox holds it; JSON stays text. */
export interface TakenEvent {
  readonly tenantId: string;
  readonly subjectId: string;
  readonly seq: number;
  readonly eventId: string;
  readonly eventType: string;
  readonly eventAt: Date;
  /** Null where nobody asked for it. */
  readonly actor: string | null;
  readonly snapshot: string | null;
}

/**
 * Waits until no other dispatcher is at work; held until the transaction ends. The outboxes change
 * too fast for statistics, so the planner is told to look rows up one by one, whatever it believes.
 */
export async function lockDispatch(tx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCK_FAMILY}, ${LOCKS.dispatch}),
    set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`.execute(tx);
}

/** The oldest waiting events of all tenants. */
export async function listOldestEvents(
  tx: Db,
  subject: Subject,
  limit: number,
): Promise<WaitingEvent[]> {
  const { table, subject: column } = OUTBOXES[subject];
  const { rows } = await sql<WaitingEvent>`
    select tenant_id as "tenantId", ${sql.ref(column)} as "subjectId", seq, created_at as "createdAt"
    from ${sql.table(table)} order by created_at limit ${limit}`.execute(tx);
  return rows;
}

export interface Taking {
  /** For each subject the last number to take; whatever comes before it is taken as well. */
  readonly subjects: readonly { tenantId: string; subjectId: string; seq: number }[];
  /** Partitions to look in: events of one subject are never further apart than the clocks. */
  readonly from: Date;
  readonly to: Date;
  /** Tenants whose events are read in full. */
  readonly heard: readonly string[];
}

/** Takes the events out of the outbox, each subject's in its order. */
export async function takeEvents(tx: Db, subject: Subject, taking: Taking): Promise<TakenEvent[]> {
  const { table, subject: column } = OUTBOXES[subject];
  const { subjects, heard } = taking;
  const { rows } = await sql<TakenEvent>`
    delete from ${sql.table(table)} o
    using unnest(
      ${subjects.map(({ tenantId }) => tenantId)}::text[],
      ${subjects.map(({ subjectId }) => subjectId)}::text[],
      ${subjects.map(({ seq }) => seq)}::int4[]
    ) as s(tenant_id, subject_id, seq)
    where o.tenant_id = s.tenant_id and o.${sql.ref(column)} = s.subject_id and o.seq <= s.seq
      and o.created_at between ${taking.from} and ${taking.to}
    returning o.tenant_id as "tenantId", o.${sql.ref(column)} as "subjectId", o.seq,
      o.event_id as "eventId", o.event_type as "eventType", o.event_at as "eventAt",
      case when o.tenant_id = any(${heard}::text[]) then o.actor::text end as actor,
      case when o.tenant_id = any(${heard}::text[]) then o.snapshot::text end as snapshot
  `.execute(tx);
  return rows.sort(bySubjectAndSeq);
}

function bySubjectAndSeq(a: TakenEvent, b: TakenEvent): number {
  if (a.tenantId !== b.tenantId) return a.tenantId < b.tenantId ? -1 : 1;
  if (a.subjectId !== b.subjectId) return a.subjectId < b.subjectId ? -1 : 1;
  return a.seq - b.seq;
}
