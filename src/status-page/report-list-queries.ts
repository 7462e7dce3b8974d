import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { MaintenanceRow, ReportRow } from './page-event-queries.ts';

/** Which reports of a page the team wants to see. */
export interface ReportFilter {
  readonly hubId: string;
  readonly state: 'open' | 'resolved' | 'draft' | null;
  /** A report id, exclusive; null: from the newest. */
  readonly before: string | null;
  readonly limit: number;
}

/**
 * Those of the page itself, and those of hooks about services that it would show: also hidden ones,
 * or nobody would find out what a hook has said.
 */
function ofHub(tenantId: string, hubId: string) {
  return sql`e.tenant_id = ${tenantId} and e.deleted_at is null and (e.hub_id = ${hubId} or (
    e.hub_id is null and exists (
      select from hubs h left join hub_components c on c.tenant_id = h.tenant_id
        and c.hub_id = h.hub_id and c.service_id = any(e.service_ids)
      where h.tenant_id = ${tenantId} and h.hub_id = ${hubId}
        and not coalesce(c.hidden, false) and (h.shows_all or c.service_id is not null)
    )))`;
}

const STATES = {
  open: sql`e.published_at is not null and e.resolved_at is null`,
  resolved: sql`e.resolved_at is not null`,
  draft: sql`e.published_at is null`,
} as const;

/** The newest first. */
export async function listReportRows(
  db: Db,
  tenantId: string,
  { hubId, state, before, limit }: ReportFilter,
): Promise<ReportRow[]> {
  const { rows } = await sql<ReportRow>`
    select e.* from reports e
    where ${ofHub(tenantId, hubId)} and ${state === null ? sql`true` : STATES[state]}
      and ${before === null ? sql`true` : sql`e.report_id < ${before}`}
    order by e.report_id desc limit ${limit}`.execute(db);
  return rows;
}

/** Reports about an incident, the newest first. */
export function listReportsOfIncident(
  db: Db,
  tenantId: string,
  incidentId: string,
): Promise<ReportRow[]> {
  return db
    .selectFrom('reports')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('incident_id', '=', incidentId)
    .where('deleted_at', 'is', null)
    .orderBy('report_id', 'desc')
    .limit(100)
    .execute();
}

/** Reports that say so when their incident is resolved, and are public and open. */
export function listFollowingReports(
  db: Db,
  tenantId: string,
  incidentIds: readonly string[],
): Promise<ReportRow[]> {
  return db
    .selectFrom('reports')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('incident_id', 'in', incidentIds)
    .where('follows_incident', '=', true)
    .where('deleted_at', 'is', null)
    .where('published_at', 'is not', null)
    .where('resolved_at', 'is', null)
    .orderBy('report_id')
    .forUpdate()
    .execute();
}

export type MaintenancePhase = 'draft' | 'upcoming' | 'in_progress' | 'completed';

/** Which maintenances of a page the team wants to see. */
export interface MaintenanceFilter {
  readonly hubId: string;
  readonly phase: MaintenancePhase | null;
  /** Those that touch the time between; null: without a bound. */
  readonly from: Date | null;
  readonly to: Date | null;
  /** Start and id of the last one shown; null: from the latest start. */
  readonly before: readonly [Date, string] | null;
  readonly limit: number;
  readonly now: Date;
}

/** The latest start first. */
export async function listMaintenanceRows(
  db: Db,
  tenantId: string,
  { hubId, phase, from, to, before, limit, now }: MaintenanceFilter,
): Promise<MaintenanceRow[]> {
  const phases = {
    draft: sql`e.published_at is null`,
    upcoming: sql`e.published_at is not null and e.starts_at > ${now}`,
    in_progress: sql`e.published_at is not null and e.starts_at <= ${now} and e.ends_at > ${now}`,
    completed: sql`e.published_at is not null and e.ends_at <= ${now}`,
  } as const;
  const earlier = before && sql`(e.starts_at, e.maintenance_id) < (${before[0]}, ${before[1]})`;
  const { rows } = await sql<MaintenanceRow>`
    select e.* from maintenances e
    where ${ofHub(tenantId, hubId)} and ${phase === null ? sql`true` : phases[phase]}
      and ${from === null ? sql`true` : sql`e.ends_at > ${from}`}
      and ${to === null ? sql`true` : sql`e.starts_at < ${to}`}
      and ${earlier ?? sql`true`}
    order by e.starts_at desc, e.maintenance_id desc limit ${limit}`.execute(db);
  return rows;
}
