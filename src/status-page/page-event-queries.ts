import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { StatusTables } from '../store/status-tables.ts';
import { type PageScope, visible } from './page-queries.ts';

// Reports and maintenances in full, as visitors may read them.

export type ReportRow = Selectable<StatusTables['reports']>;
export type UpdateRow = Selectable<StatusTables['report_updates']>;
export type MaintenanceRow = Selectable<StatusTables['maintenances']>;

/** A visible report with its published updates, in the order they happened. */
export interface VisibleReport {
  readonly report: ReportRow;
  readonly updates: readonly UpdateRow[];
}

/** Which of the visible ones: a condition over `e`, the order and how many at most. */
interface Choice {
  readonly where: RawBuilder<unknown>;
  readonly order: RawBuilder<unknown>;
  readonly limit: number;
}

const latestFirst = sql`e.started_at desc, e.report_id desc`;

/** Not resolved yet, the latest started first. */
export function listActiveReports(db: Db, scope: PageScope, limit: number) {
  return listVisible(db, scope, { where: sql`e.resolved_at is null`, order: latestFirst, limit });
}

/** Resolved since then, the latest started first. */
export function listPastReports(db: Db, scope: PageScope, since: Date, limit: number) {
  const where = sql`e.resolved_at >= ${since}`;
  return listVisible(db, scope, { where, order: latestFirst, limit });
}

/** Started from `from` to before `to`, the latest first. */
export function listReportsOf(db: Db, scope: PageScope, from: Date, to: Date, limit: number) {
  const where = sql`e.started_at >= ${from} and e.started_at < ${to}`;
  return listVisible(db, scope, { where, order: latestFirst, limit });
}

/** One report, if visitors may see it. */
export async function findVisibleReport(
  db: Db,
  scope: PageScope,
  reportId: string,
): Promise<VisibleReport | undefined> {
  const where = sql`e.report_id = ${reportId}`;
  const [found] = await listVisible(db, scope, { where, order: latestFirst, limit: 1 });
  return found;
}

async function listVisible(db: Db, scope: PageScope, choice: Choice): Promise<VisibleReport[]> {
  const { rows } = await sql<ReportRow>`
    select e.* from reports e where ${visible(scope)} and ${choice.where}
    order by ${choice.order} limit ${choice.limit}`.execute(db);
  const updates = await listPublishedUpdates(
    db,
    scope.tenantId,
    rows.map((row) => row.report_id),
  );
  return rows.map((report) => ({ report, updates: updates.get(report.report_id) ?? [] }));
}

async function listPublishedUpdates(
  db: Db,
  tenantId: string,
  reportIds: readonly string[],
): Promise<ReadonlyMap<string, UpdateRow[]>> {
  const byReport = new Map<string, UpdateRow[]>();
  if (reportIds.length === 0) return byReport;
  const rows = await db
    .selectFrom('report_updates')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('report_id', 'in', reportIds)
    .where('published_at', 'is not', null)
    .orderBy('starts_at')
    .orderBy('seq')
    .execute();
  for (const row of rows) {
    const own = byReport.get(row.report_id) ?? [];
    byReport.set(row.report_id, own);
    own.push(row);
  }
  return byReport;
}

/** Under way or to come, by start. */
export function listOpenMaintenances(db: Db, scope: PageScope, now: Date, limit: number) {
  const order = sql`e.starts_at, e.maintenance_id`;
  return listVisibleMaintenances(db, scope, { where: sql`e.ends_at > ${now}`, order, limit });
}

/** Ended since then, the latest started first. */
export function listPastMaintenances(
  db: Db,
  scope: PageScope,
  range: { readonly since: Date; readonly now: Date },
  limit: number,
) {
  const where = sql`e.ends_at <= ${range.now} and e.ends_at >= ${range.since}`;
  const order = sql`e.starts_at desc, e.maintenance_id desc`;
  return listVisibleMaintenances(db, scope, { where, order, limit });
}

/** Started from `from` to before `to`, the latest first. */
export function listMaintenancesOf(db: Db, scope: PageScope, from: Date, to: Date, limit: number) {
  const where = sql`e.starts_at >= ${from} and e.starts_at < ${to}`;
  const order = sql`e.starts_at desc, e.maintenance_id desc`;
  return listVisibleMaintenances(db, scope, { where, order, limit });
}

/** One maintenance, if visitors may see it. */
export async function findVisibleMaintenance(
  db: Db,
  scope: PageScope,
  maintenanceId: string,
): Promise<MaintenanceRow | undefined> {
  const where = sql`e.maintenance_id = ${maintenanceId}`;
  const order = sql`e.maintenance_id`;
  const [found] = await listVisibleMaintenances(db, scope, { where, order, limit: 1 });
  return found;
}

async function listVisibleMaintenances(
  db: Db,
  scope: PageScope,
  { where, order, limit }: Choice,
): Promise<MaintenanceRow[]> {
  const { rows } = await sql<MaintenanceRow>`
    select e.* from maintenances e where ${visible(scope)} and ${where}
    order by ${order} limit ${limit}`.execute(db);
  return rows;
}
