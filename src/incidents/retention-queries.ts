import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** Deletes up to `limit` incidents closed before `before`, with their timeline. */
export async function deleteClosedIncidents(
  db: Db,
  tenantId: string,
  before: Date,
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with doomed as (
      select incident_id from incidents
      where tenant_id = ${tenantId} and progress = 'closed' and closed_at < ${before}
      order by incident_id limit ${limit} for update skip locked
    ), entries as (
      delete from timeline_entries
      where tenant_id = ${tenantId} and incident_id in (select incident_id from doomed)
    ), slots as (
      delete from slots where tenant_id = ${tenantId} and incident_id in (select incident_id from doomed)
    ), gone as (
      delete from incidents
      where tenant_id = ${tenantId} and incident_id in (select incident_id from doomed) returning 1
    )
    select count(*)::int as count from gone`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Deletes up to `limit` slots that nobody holds and whose time has passed. */
export async function deleteEmptySlots(
  db: Db,
  tenantId: string,
  before: Date,
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with doomed as (
      select rule_id, group_key from slots
      where tenant_id = ${tenantId} and incident_id is null
        and (accepts_until is null or accepts_until < ${before})
      order by rule_id, group_key limit ${limit} for update skip locked
    ), gone as (
      delete from slots
      where tenant_id = ${tenantId} and (rule_id, group_key) in (select rule_id, group_key from doomed)
      returning 1
    )
    select count(*)::int as count from gone`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Deletes up to `limit` resolved alerts not seen since `before`, but no CauseFlow tombstones. */
export async function deleteIdleAlerts(
  db: Db,
  tenantId: string,
  before: Date,
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with doomed as (
      select a.alert_id from alerts a
      where a.tenant_id = ${tenantId} and a.status = 'resolved' and a.last_seen_at < ${before}
        and not exists (
          select 1 from integrations i
          where i.tenant_id = a.tenant_id and i.integration_id = a.integration_id
            and i.format = 'causeflow'
        )
      order by a.alert_id limit ${limit} for update of a skip locked
    ), gone as (
      delete from alerts
      where tenant_id = ${tenantId} and alert_id in (select alert_id from doomed) returning 1
    )
    select count(*)::int as count from gone`.execute(db);
  return rows[0]?.count ?? 0;
}
