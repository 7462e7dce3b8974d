import { readServiceNames } from '../incidents/service-refs.ts';
import { formatInstant, type Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { StoredServiceStatus } from '../store/status-tables.ts';
import type { ReportRow, UpdateRow } from './page-event-queries.ts';
import { decisive } from './page-events.ts';
import { listUpdateRows } from './report-queries.ts';
import {
  type ReportDetail,
  type ReportView,
  type ReportWritten,
  showReportRow,
  showUpdate,
} from './report-schemas.ts';
import type { WrittenUpdate } from './report-writes.ts';
import { byOccurrence, deriveReport } from './rules/derive.ts';

/** Reports as lists show them. */
export async function showReports(
  db: Db,
  tenantId: string,
  rows: readonly ReportRow[],
): Promise<ReportView[]> {
  const { updatesOf, named } = await readParts(db, tenantId, rows);
  return rows.map((row) => {
    const updates = updatesOf(row.report_id);
    return showReportRow(row, updates, named(statusesNow(updates)));
  });
}

/** A report with all its updates, the latest first. */
export async function showReportDetail(
  db: Db,
  tenantId: string,
  row: ReportRow,
): Promise<ReportDetail> {
  const { updatesOf, named } = await readParts(db, tenantId, [row]);
  const updates = updatesOf(row.report_id);
  const latestFirst = [...updates].sort((a, b) => byOccurrence(decisive(b), decisive(a)));
  return {
    ...showReportRow(row, updates, named(statusesNow(updates))),
    updates: latestFirst.map((update) => showUpdate(update, named)),
  };
}

/** What a person is told who has written an update. `toldAt`: when subscribers are. */
export async function showWritten(
  tx: Db,
  tenantId: string,
  { report, update, recipients, warnings }: WrittenUpdate,
  toldAt: Instant,
): Promise<ReportWritten> {
  return {
    report: await showReportDetail(tx, tenantId, report),
    update_id: update.update_id,
    recipients,
    told_at: update.notified ? formatInstant(toldAt) : null,
    warnings: [...warnings],
  };
}

async function readParts(db: Db, tenantId: string, rows: readonly ReportRow[]) {
  const ids = rows.map((row) => row.report_id);
  const all = ids.length === 0 ? [] : await listUpdateRows(db, tenantId, ids);
  const byReport = Map.groupBy(all, (update) => update.report_id);
  const services = all.flatMap(({ statuses }) => statuses.map(({ service_id }) => service_id));
  const nameOf = await readServiceNames(db, tenantId, services);
  const named = (statuses: readonly StoredServiceStatus[]) =>
    statuses.map((one) => ({ ...one, name: nameOf(one.service_id)?.name ?? one.service_id }));
  return { updatesOf: (id: string) => byReport.get(id) ?? [], named };
}

/** As the report leaves services now; a draft as its updates would. */
function statusesNow(updates: readonly UpdateRow[]): StoredServiceStatus[] {
  const published = updates.filter(({ published_at }) => published_at !== null);
  const derived = deriveReport((published.length > 0 ? published : updates).map(decisive));
  return [...(derived?.contributions ?? [])].map(([service_id, status]) => ({
    service_id,
    status,
  }));
}
