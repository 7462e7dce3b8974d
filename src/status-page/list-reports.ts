import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import { requireHub } from './get-hub.ts';
import { type ReportKey, requireReport } from './report-changes.ts';
import { listReportRows } from './report-list-queries.ts';
import type { ReportDetail, ReportQuery, ReportView } from './report-schemas.ts';
import { showReportDetail, showReports } from './report-view.ts';
import type { StatusContext } from './status-context.ts';

/** Reports of a page, also drafts and those of services that it hides; the newest first. */
export function listReports(
  context: StatusContext,
  input: ReportQuery & { readonly id: string },
): Promise<Page<ReportView>> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const { id, limit = PAGE_SIZE, cursor, state = null } = input;
  const before = cursor === undefined ? null : String(decodeCursor(cursor, 1)[0]);
  return readVerb(context, async (db) => {
    await requireHub(db, tenantId, id);
    const filter = { hubId: id, state, before, limit: limit + 1 };
    const page = pageOf(await listReportRows(db, tenantId, filter), limit, (row) => [
      row.report_id,
    ]);
    return { ...page, data: await showReports(db, tenantId, page.data, id) };
  });
}

/** One report with its updates. */
export function getReport(context: StatusContext, input: ReportKey): Promise<ReportDetail> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  return readVerb(context, async (db) => {
    const row = await requireReport(db, tenantId, input);
    return showReportDetail(db, tenantId, row, input.id);
  });
}
