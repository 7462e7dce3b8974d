import { conflict, notFound } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import type { ReportRow, UpdateRow } from './page-event-queries.ts';
import { changeReport, type ReportKey } from './report-changes.ts';
import { deleteUpdateRow, listUpdateRows, saveReport, saveUpdates } from './report-queries.ts';
import type { ReportDetail } from './report-schemas.ts';
import { showReportDetail } from './report-view.ts';
import { refreshReport } from './report-writes.ts';
import { retractNotices } from './retraction-queries.ts';
import type { StatusContext } from './status-context.ts';

/**
 * Takes an update back: a draft is gone (and the report with its last one), a public update of which
 * nobody was told is a draft again. 409 `already_told` afterwards; 409 `resolved_first` when only a
 * resolution would stay public.
 */
export function takeBackReportUpdate(
  context: StatusContext,
  input: ReportKey & { readonly update_id: string },
): Promise<ReportDetail> {
  const { tenantId } = context.caller;
  return changeReport(context, { route: 'take-back-report-update', input }, async (tx, report) => {
    const all = await listUpdateRows(tx, tenantId, [report.report_id]);
    const row = all.find((one) => one.update_id === input.update_id);
    if (!row) throw notFound('The update');
    const now = new Date(context.clock());
    const others = all.filter((one) => one !== row);
    if (row.published_at === null) await dropDraft(tx, report, row, others, now);
    else await hideUpdate(tx, report, row, others, now);
    const after = await refreshReport(tx, tenantId, report, now.getTime());
    await audit(tx, context, {
      action: row.published_at === null ? 'report.update_deleted' : 'report.update_taken_back',
      targetId: report.report_id,
      before: { update_id: row.update_id, title: row.title, body: row.body_raw, state: row.state },
    });
    return showReportDetail(tx, tenantId, after, input.id);
  });
}

async function dropDraft(
  tx: Db,
  report: ReportRow,
  row: UpdateRow,
  others: readonly UpdateRow[],
  now: Date,
): Promise<void> {
  const { tenant_id: tenantId, report_id: reportId } = report;
  await deleteUpdateRow(tx, tenantId, reportId, row.update_id);
  if (others.length === 0) await saveReport(tx, tenantId, reportId, { deleted_at: now });
}

async function hideUpdate(
  tx: Db,
  report: ReportRow,
  row: UpdateRow,
  others: readonly UpdateRow[],
  now: Date,
): Promise<void> {
  const { tenant_id: tenantId, report_id: reportId } = report;
  const staying = others.filter(({ published_at }) => published_at !== null);
  if (staying.length > 0 && staying.every(({ state }) => state === 'resolved')) {
    throw conflict('resolved_first', 'Only the resolution would stay public. Delete the report.');
  }
  const { told } = await retractNotices(tx, tenantId, reportId, row.update_id, now);
  if (told) {
    const detail = 'Subscribers were told of this update. Edit it, or delete the whole report.';
    throw conflict('already_told', detail);
  }
  const values = { published_at: null, notified: false, updated_at: now };
  await saveUpdates(tx, tenantId, reportId, [row.update_id], values);
}
