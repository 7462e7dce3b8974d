import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

export type TriageRow = Selectable<Tables['triages']>;

/** Stores what came of an attempt; each attempt has one result. */
export async function insertTriage(
  tx: Db,
  tenantId: string,
  row: Omit<Insertable<Tables['triages']>, 'tenant_id'>,
): Promise<void> {
  await tx
    .insertInto('triages')
    .values({ ...row, tenant_id: tenantId })
    .execute();
}

/** The last attempt that has ended. */
export function findLastTriage(
  db: Db,
  tenantId: string,
  incidentId: string,
): Promise<TriageRow | undefined> {
  return db
    .selectFrom('triages')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('incident_id', '=', incidentId)
    .orderBy('attempt', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** One attempt that has ended; undefined: there is none, or it was forgotten. */
export function findAttempt(
  db: Db,
  tenantId: string,
  incidentId: string,
  attempt: number,
): Promise<TriageRow | undefined> {
  return db
    .selectFrom('triages')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('incident_id', '=', incidentId)
    .where('attempt', '=', attempt)
    .executeTakeFirst();
}

/** Attempts kept of one incident. */
const KEPT = 20;

/** Forgets the oldest attempts of an incident that was triaged often. */
export async function trimTriages(
  tx: Db,
  tenantId: string,
  incidentId: string,
  attempt: number,
): Promise<void> {
  if (attempt <= KEPT) return;
  await tx
    .deleteFrom('triages')
    .where('tenant_id', '=', tenantId)
    .where('incident_id', '=', incidentId)
    .where('attempt', '<=', attempt - KEPT)
    .execute();
}

/** Deletes up to `limit` attempts and subjects each whose incidents are gone; returns how many. */
export async function deleteOrphans(db: Db, tenantId: string, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with lost_triages as (
      select incident_id, attempt from triages t
      where tenant_id = ${tenantId} and not exists (
        select 1 from incidents i
        where i.tenant_id = t.tenant_id and i.incident_id = t.incident_id)
      limit ${limit}
    ), lost_subjects as (
      select incident_id from triage_subjects s
      where tenant_id = ${tenantId} and not exists (
        select 1 from incidents i
        where i.tenant_id = s.tenant_id and i.incident_id = s.incident_id)
      limit ${limit}
    ), gone as (
      delete from triages t using lost_triages l
      where t.tenant_id = ${tenantId} and t.incident_id = l.incident_id and t.attempt = l.attempt
      returning 1
    ), subjects_gone as (
      delete from triage_subjects s using lost_subjects l
      where s.tenant_id = ${tenantId} and s.incident_id = l.incident_id returning 1
    )
    select ((select count(*) from gone) + (select count(*) from subjects_gone))::int as count
  `.execute(db);
  return rows[0]?.count ?? 0;
}
