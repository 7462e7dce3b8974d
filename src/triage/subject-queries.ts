import { sql } from 'kysely';
import type { KnownCount } from '../incidents/growth-queries.ts';
import type { Severity } from '../kernel/severity.ts';
import type { Db } from '../store/connection.ts';
import type { StoredActor } from '../store/tables.ts';
import type { TriageReason } from '../store/triage-tables.ts';

// Due times are the database's, so that replicas with other clocks agree on them.

/** Between two attempts nobody asked for; a storm must not be triaged with each of its alerts. */
const REST = sql`interval '1 minute'`;

/** An incident that is to be triaged. */
export interface Wanted {
  readonly tenantId: string;
  readonly incidentId: string;
  readonly reason: Exclude<TriageReason, 'requested'>;
}

/**
 * Has incidents triaged: at once, or a minute after the last time. One that waits goes on waiting for
 * what it waits for. Each incident once in `wanted`.
 */
export async function enqueueTriages(tx: Db, wanted: readonly Wanted[]): Promise<void> {
  if (wanted.length === 0) return;
  const sorted = wanted.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  await sql`
    insert into triage_subjects as s (tenant_id, incident_id, due_at, reason, requested_at)
    select tenant_id, incident_id, now(), reason, now()
    from unnest(
      ${sorted.map(({ tenantId }) => tenantId)}::text[],
      ${sorted.map(({ incidentId }) => incidentId)}::text[],
      ${sorted.map(({ reason }) => reason)}::text[]
    ) as w(tenant_id, incident_id, reason)
    on conflict (tenant_id, incident_id) do update set
      watched = true,
      due_at = coalesce(s.due_at, greatest(now(), s.finished_at + ${REST})),
      reason = case when s.due_at is null then excluded.reason else s.reason end,
      requested_at = coalesce(case when s.due_at is not null then s.requested_at end, now())
  `.execute(tx);
}

function keyOf({ tenantId, incidentId }: Pick<Wanted, 'tenantId' | 'incidentId'>): string {
  return `${tenantId} ${incidentId}`;
}

/** Has an incident triaged now, because somebody asked for it. */
export async function requestTriage(
  tx: Db,
  tenantId: string,
  incidentId: string,
  actor: StoredActor,
): Promise<void> {
  const by = JSON.stringify(actor);
  await sql`
    insert into triage_subjects as s
      (tenant_id, incident_id, due_at, reason, requested_by, requested_at, watched)
    values (${tenantId}, ${incidentId}, now(), 'requested', ${by}::jsonb, now(), false)
    on conflict (tenant_id, incident_id) do update set due_at = now(), reason = 'requested',
      requested_by = excluded.requested_by, requested_at = now(), failures = 0
  `.execute(tx);
}

/** New alerts of these incidents are no longer looked for: they are closed. */
export async function stopWatching(
  tx: Db,
  closed: readonly Pick<Wanted, 'tenantId' | 'incidentId'>[],
): Promise<void> {
  if (closed.length === 0) return;
  const sorted = closed.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  await sql`
    update triage_subjects s set watched = false
    from unnest(
      ${sorted.map(({ tenantId }) => tenantId)}::text[],
      ${sorted.map(({ incidentId }) => incidentId)}::text[]
    ) as c(tenant_id, incident_id)
    where s.tenant_id = c.tenant_id and s.incident_id = c.incident_id and s.watched
  `.execute(tx);
}

/** The triage an incident waits for, and what it was like the last time. */
export interface Subject {
  readonly tenantId: string;
  readonly incidentId: string;
  readonly reason: TriageReason;
  readonly requestedBy: StoredActor | null;
  readonly requestedAt: Date;
  readonly failures: number;
  /** The last one that has ended; 0: none. */
  readonly attempt: number;
  readonly severity: Severity | null;
  readonly kinds: string[];
}

/**
 * Locks an incident that is due, of whatever tenant comes up; null: none. What another replica
 * has is left to it, and all that comes of it is stored in the transaction that holds the lock.
 * Tenants that have any are found by skipping from one to the next in the index.
 */
export async function lockDueSubject(tx: Db): Promise<Subject | null> {
  const { rows } = await sql<Subject>`
    with recursive tenant as (
      (select tenant_id from triage_subjects where due_at is not null order by tenant_id limit 1)
      union all
      select n.tenant_id from tenant t cross join lateral (
        select tenant_id from triage_subjects
        where due_at is not null and tenant_id > t.tenant_id order by tenant_id limit 1) n
    ), turn as (select tenant_id from tenant order by random())
    select d.* from turn t
    cross join lateral (
      select tenant_id as "tenantId", incident_id as "incidentId", reason,
        requested_by as "requestedBy", requested_at as "requestedAt", failures, attempt, severity,
        alert_kinds as kinds
      from triage_subjects
      where tenant_id = t.tenant_id and due_at <= now()
      order by due_at limit 1 for update skip locked
    ) d
    limit 1`.execute(tx);
  return rows[0] ?? null;
}

/** Waits until no triage of the incident is under way, and holds off others. */
export async function lockSubject(tx: Db, tenantId: string, incidentId: string): Promise<void> {
  await tx
    .selectFrom('triage_subjects')
    .select('attempt')
    .where('tenant_id', '=', tenantId)
    .where('incident_id', '=', incidentId)
    .forUpdate()
    .execute();
}

/** How long until a failed attempt is tried again, seconds: that times the failures. */
const RETRY_SECONDS = 5;

/** An attempt has failed and is tried again; nothing where it is not due any more. */
export async function putOff(tx: Db, tenantId: string, incidentId: string): Promise<void> {
  await sql`
    update triage_subjects set failures = failures + 1,
      due_at = now() + (failures + 1) * ${RETRY_SECONDS} * interval '1 second'
    where tenant_id = ${tenantId} and incident_id = ${incidentId} and due_at is not null
  `.execute(tx);
}

/** What the incident was like when its triage ended. */
export interface Seen {
  readonly attempt: number;
  /** Null: it could not be looked at. */
  readonly severity: Severity | null;
  readonly alertCount: number;
  readonly kinds: readonly string[];
}

/** The incident waits no longer. */
export async function settleSubject(
  tx: Db,
  { tenantId, incidentId }: Pick<Subject, 'tenantId' | 'incidentId'>,
  seen: Seen,
): Promise<void> {
  await sql`
    update triage_subjects set due_at = null, reason = null, requested_by = null,
      requested_at = null, failures = 0, attempt = ${seen.attempt}, finished_at = now(),
      severity = ${seen.severity}, alert_count = ${seen.alertCount},
      alert_kinds = ${[...seen.kinds]}::text[]
    where tenant_id = ${tenantId} and incident_id = ${incidentId}`.execute(tx);
}

/** Forgets an incident that does not exist any more. */
export async function deleteSubject(tx: Db, tenantId: string, incidentId: string): Promise<void> {
  await tx
    .deleteFrom('triage_subjects')
    .where('tenant_id', '=', tenantId)
    .where('incident_id', '=', incidentId)
    .execute();
}

/** Open incidents that do not wait, in key order, beginning after `after`. */
export async function listWatched(
  db: Db,
  after: Pick<KnownCount, 'tenantId' | 'incidentId'> | null,
  limit: number,
): Promise<readonly KnownCount[]> {
  const { rows } = await sql<KnownCount>`
    select tenant_id as "tenantId", incident_id as "incidentId", alert_count as "alertCount"
    from triage_subjects
    where watched and due_at is null and attempt > 0
      and (tenant_id, incident_id) > (${after?.tenantId ?? ''}, ${after?.incidentId ?? ''})
    order by tenant_id, incident_id limit ${limit}`.execute(db);
  return rows;
}

/** The triage that an incident waits for; undefined: none. */
export function findWaiting(db: Db, tenantId: string, incidentId: string) {
  return db
    .selectFrom('triage_subjects')
    .select(['reason', 'requested_at', 'due_at'])
    .where('tenant_id', '=', tenantId)
    .where('incident_id', '=', incidentId)
    .where('due_at', 'is not', null)
    .executeTakeFirst();
}
