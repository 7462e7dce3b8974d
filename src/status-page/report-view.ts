import { formatInstant, type Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { StoredServiceStatus } from '../store/status-tables.ts';
import { readComponentNames } from './component-names.ts';
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

/**
 * Reports as lists show them, with their services as the page `hubId` names them; null: each as the
 * page that it was written for does.
 */
export async function showReports(
  db: Db,
  tenantId: string,
  rows: readonly ReportRow[],
  hubId: string | null,
): Promise<ReportView[]> {
  const { updatesOf, namedBy } = await readParts(db, tenantId, rows, hubId);
  return rows.map((row) => {
    const updates = updatesOf(row.report_id);
    return showReportRow(row, updates, namedBy(row)(statusesNow(updates)));
  });
}

/** A report with all its updates, the latest first, as the page names its services. */
export async function showReportDetail(
  db: Db,
  tenantId: string,
  row: ReportRow,
  hubId: string,
): Promise<ReportDetail> {
  const { updatesOf, namedBy } = await readParts(db, tenantId, [row], hubId);
  const named = namedBy(row);
  const updates = updatesOf(row.report_id);
  const latestFirst = [...updates].sort((a, b) => byOccurrence(decisive(b), decisive(a)));
  return {
    ...showReportRow(row, updates, named(statusesNow(updates))),
    updates: latestFirst.map((update) => showUpdate(update, named)),
  };
}

/** What a person is told who has written an update on a page. `toldAt`: when subscribers are. */
export async function showWritten(
  tx: Db,
  tenantId: string,
  { report, update, recipients, warnings }: WrittenUpdate,
  { hubId, toldAt }: { readonly hubId: string; readonly toldAt: Instant },
): Promise<ReportWritten> {
  return {
    report: await showReportDetail(tx, tenantId, report, hubId),
    update_id: update.update_id,
    recipients,
    told_at: update.notified ? formatInstant(toldAt) : null,
    warnings: [...warnings],
  };
}

async function readParts(
  db: Db,
  tenantId: string,
  rows: readonly ReportRow[],
  hubId: string | null,
) {
  const ids = rows.map((row) => row.report_id);
  const all = ids.length === 0 ? [] : await listUpdateRows(db, tenantId, ids);
  const byReport = Map.groupBy(all, (update) => update.report_id);
  const services = all.flatMap(({ statuses }) => statuses.map(({ service_id }) => service_id));
  const pages = hubId === null ? rows.map((row) => row.hub_id) : [hubId];
  const nameOf = await readComponentNames(db, tenantId, pages, services);
  const namedBy = (row: ReportRow) => (statuses: readonly StoredServiceStatus[]) =>
    statuses.map((one) => ({ ...one, name: nameOf(hubId ?? row.hub_id, one.service_id) }));
  return { updatesOf: (id: string) => byReport.get(id) ?? [], namedBy };
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
