import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

// Due times are the database's, so that replicas with other clocks agree on them.

/** An incident that recipes are looked for. */
export interface DueSubject {
  readonly tenantId: string;
  readonly incidentId: string;
  readonly latestAt: Date;
  /** Its triage is not waited for any more. */
  readonly isLate: boolean;
}

/** Looks for recipes at once; what waits already goes on waiting. */
export async function enqueueSubjects(
  tx: Db,
  subjects: readonly { readonly tenantId: string; readonly incidentId: string }[],
  patienceMs: number,
): Promise<void> {
  if (subjects.length === 0) return;
  const tenants = subjects.map(({ tenantId }) => tenantId);
  const incidents = subjects.map(({ incidentId }) => incidentId);
  await sql`
    insert into remediation_subjects (tenant_id, incident_id, due_at, latest_at)
    select distinct s.tenant_id, s.incident_id, now(), now() + ${patienceMs} * interval '1 millisecond'
    from unnest(${tenants}::text[], ${incidents}::text[]) as s (tenant_id, incident_id)
    where exists (select from tenants t where t.tenant_id = s.tenant_id)
    order by s.tenant_id, s.incident_id
    on conflict (tenant_id, incident_id) do nothing`.execute(tx);
}

/**
 * Takes an incident that is due, of whatever tenant comes up; undefined: none. What another replica has
 * is left to it; an event that comes meanwhile waits, and is noted anew. Tenants that have any are found
 * by skipping from one to the next in the index.
 */
export async function takeDueSubject(tx: Db): Promise<DueSubject | undefined> {
  const { rows } = await sql<DueSubject>`
    with recursive tenant as (
      (select tenant_id from remediation_subjects order by tenant_id limit 1)
      union all
      select n.tenant_id from tenant t cross join lateral (
        select tenant_id from remediation_subjects
        where tenant_id > t.tenant_id order by tenant_id limit 1) n
    ), turn as (select tenant_id from tenant order by random()),
    taken as (
      select d.* from turn t
      cross join lateral (
        select tenant_id, incident_id from remediation_subjects
        where tenant_id = t.tenant_id and due_at <= now()
        order by due_at limit 1 for update skip locked
      ) d
      limit 1
    )
    delete from remediation_subjects s using taken
    where s.tenant_id = taken.tenant_id and s.incident_id = taken.incident_id
    returning s.tenant_id as "tenantId", s.incident_id as "incidentId", s.latest_at as "latestAt",
      s.latest_at <= now() as "isLate"`.execute(tx);
  return rows[0];
}

/** Puts one that was taken back, to be looked at a little later. */
export async function putSubjectBack(
  tx: Db,
  { tenantId, incidentId, latestAt }: DueSubject,
  ms: number,
): Promise<void> {
  await sql`
    insert into remediation_subjects (tenant_id, incident_id, due_at, latest_at)
    values (${tenantId}, ${incidentId}, now() + ${ms} * interval '1 millisecond', ${latestAt})
    on conflict (tenant_id, incident_id) do nothing`.execute(tx);
}

/** Times that an incident is tried before it is left alone. */
const TRIES = 3;

/** It could not be looked at: again after 5 and 10 seconds, then never. */
export async function noteSubjectFailed(
  db: Db,
  tenantId: string,
  incidentId: string,
): Promise<void> {
  await sql`
    with given_up as (
      delete from remediation_subjects
      where tenant_id = ${tenantId} and incident_id = ${incidentId} and failures >= ${TRIES - 1})
    update remediation_subjects set failures = failures + 1,
      due_at = now() + (failures + 1) * interval '5 seconds'
    where tenant_id = ${tenantId} and incident_id = ${incidentId}
      and failures < ${TRIES - 1}`.execute(db);
}
