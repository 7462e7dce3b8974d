import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** Deletes up to `limit` proposals whose incident is gone, with their runs, unless one is under way. */
export async function deleteOrphanProposals(
  db: Db,
  tenantId: string,
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with doomed as (
      select proposal_id from proposals p
      where tenant_id = ${tenantId} and state <> 'proposed'
        and not exists (select from incidents i
          where i.tenant_id = p.tenant_id and i.incident_id = p.incident_id)
        and not exists (select from runs r
          where r.tenant_id = p.tenant_id and r.proposal_id = p.proposal_id and r.due_at is not null)
      limit ${limit}
    ), gone as (
      delete from proposals
      where tenant_id = ${tenantId} and proposal_id in (select proposal_id from doomed) returning 1
    )
    select count(*)::int as count from gone`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Empties the output of up to `limit` steps that ended before `before`. */
export async function cutOldOutput(
  db: Db,
  tenantId: string,
  before: Date,
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with old as (
      select step_id from run_steps
      where tenant_id = ${tenantId} and finished_at < ${before} and output <> '' limit ${limit}
    ), cut as (
      update run_steps set output = '', output_cut = true
      where tenant_id = ${tenantId} and step_id in (select step_id from old) returning 1
    )
    select count(*)::int as count from cut`.execute(db);
  return rows[0]?.count ?? 0;
}
