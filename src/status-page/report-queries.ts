import { type Insertable, sql, type Updateable } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { StatusTables } from '../store/status-tables.ts';
import type { ReportRow, UpdateRow } from './page-event-queries.ts';

// Reports and their updates as the team works with them, drafts included.

/** One writer at a time for what `key` names, also while there is no row yet (decision 27). */
export async function lockKey(tx: Db, tenantId: string, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${tenantId} ${key}`}, 0))`.execute(tx);
}

/** The report that a sender calls so, locked; also a deleted one. */
export function lockReportOfSender(
  tx: Db,
  tenantId: string,
  scope: string,
  senderId: string,
): Promise<ReportRow | undefined> {
  return tx
    .selectFrom('reports')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('sender_scope', '=', scope)
    .where('sender_id', '=', senderId)
    .forUpdate()
    .executeTakeFirst();
}

export function lockReport(
  tx: Db,
  tenantId: string,
  reportId: string,
): Promise<ReportRow | undefined> {
  return tx
    .selectFrom('reports')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('report_id', '=', reportId)
    .forUpdate()
    .executeTakeFirst();
}

export function findReport(
  db: Db,
  tenantId: string,
  reportId: string,
): Promise<ReportRow | undefined> {
  return db
    .selectFrom('reports')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('report_id', '=', reportId)
    .executeTakeFirst();
}

export function insertReport(
  tx: Db,
  tenantId: string,
  row: Omit<Insertable<StatusTables['reports']>, 'tenant_id'>,
): Promise<ReportRow> {
  return tx
    .insertInto('reports')
    .values({ ...row, tenant_id: tenantId })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The report as it is then. */
export function saveReport(
  tx: Db,
  tenantId: string,
  reportId: string,
  values: Updateable<StatusTables['reports']>,
): Promise<ReportRow> {
  return tx
    .updateTable('reports')
    .set(values)
    .where('tenant_id', '=', tenantId)
    .where('report_id', '=', reportId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** All updates of these reports, drafts too, in the order they came. */
export function listUpdateRows(
  db: Db,
  tenantId: string,
  reportIds: readonly string[],
): Promise<UpdateRow[]> {
  return db
    .selectFrom('report_updates')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('report_id', '=', sql<string>`any(${[...reportIds]}::text[])`)
    .orderBy('report_id')
    .orderBy('seq')
    .execute();
}

export function insertUpdate(
  tx: Db,
  tenantId: string,
  row: Omit<Insertable<StatusTables['report_updates']>, 'tenant_id'>,
): Promise<UpdateRow> {
  return tx
    .insertInto('report_updates')
    .values({ ...row, tenant_id: tenantId })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Changes some updates of a report. */
export async function saveUpdates(
  tx: Db,
  tenantId: string,
  reportId: string,
  updateIds: readonly string[],
  values: Updateable<StatusTables['report_updates']>,
): Promise<void> {
  if (updateIds.length === 0) return;
  await tx
    .updateTable('report_updates')
    .set(values)
    .where('tenant_id', '=', tenantId)
    .where('report_id', '=', reportId)
    .where('update_id', 'in', updateIds)
    .execute();
}

export async function deleteUpdateRow(
  tx: Db,
  tenantId: string,
  reportId: string,
  updateId: string,
): Promise<void> {
  await tx
    .deleteFrom('report_updates')
    .where('tenant_id', '=', tenantId)
    .where('report_id', '=', reportId)
    .where('update_id', '=', updateId)
    .execute();
}

/** The update that came with this digest since then, unless its report was deleted. */
export function findRecentUpdate(
  db: Db,
  tenantId: string,
  digest: Buffer,
  since: Date,
): Promise<UpdateRow | undefined> {
  return db
    .selectFrom('report_updates as u')
    .innerJoin('reports as r', (join) =>
      join.onRef('r.tenant_id', '=', 'u.tenant_id').onRef('r.report_id', '=', 'u.report_id'),
    )
    .selectAll('u')
    .where('u.tenant_id', '=', tenantId)
    .where('u.digest', '=', digest)
    .where('u.created_at', '>=', since)
    .where('r.deleted_at', 'is', null)
    .orderBy('u.created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}
