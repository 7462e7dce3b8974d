import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** An incident that recipes are looked for. */
export interface DueSubject {
  readonly tenantId: string;
  readonly incidentId: string;
  readonly latestAt: Date;
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
    on conflict (tenant_id, incident_id) do nothing`.execute(tx);
}

/** Takes one that is due, which others pass over until this transaction ends. */
export async function takeDueSubject(tx: Db, now: Date): Promise<DueSubject | undefined> {
  const { rows } = await sql<DueSubject>`
    delete from remediation_subjects where (tenant_id, incident_id) in (
      select tenant_id, incident_id from remediation_subjects where due_at <= ${now}
      order by due_at limit 1 for update skip locked)
    returning tenant_id as "tenantId", incident_id as "incidentId", latest_at as "latestAt"`.execute(
    tx,
  );
  return rows[0];
}

/** Looks again a little later. */
export async function putSubjectOff(tx: Db, subject: DueSubject, dueAt: Date): Promise<void> {
  const { tenantId: tenant_id, incidentId: incident_id, latestAt: latest_at } = subject;
  await tx
    .insertInto('remediation_subjects')
    .values({ tenant_id, incident_id, due_at: dueAt, latest_at })
    .onConflict((clash) => clash.columns(['tenant_id', 'incident_id']).doNothing())
    .execute();
}
