import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { hubIdsOf, touchHubs } from './hub-changes.ts';
import { changeReport, type ReportKey } from './report-changes.ts';
import { listUpdateRows, saveReport } from './report-queries.ts';
import { retractNotices } from './retraction-queries.ts';
import type { StatusContext } from './status-context.ts';

/**
 * Deletes a report: it leaves the page, and its sender's id stays used up (decision 26). Who was not
 * told yet is not told.
 */
export async function deleteReport(context: StatusContext, input: ReportKey): Promise<void> {
  const { tenantId } = context.caller;
  await changeReport(context, { route: 'delete-report', input }, async (tx, report) => {
    const now = context.clock();
    const values = { deleted_at: new Date(now), updated_at: new Date(now) };
    await saveReport(tx, tenantId, report.report_id, values);
    await retractAll(tx, tenantId, report.report_id, new Date(now));
    await touchHubs(tx, tenantId, now, await hubIdsOf(tx, tenantId, report));
    await audit(tx, context, {
      action: 'report.deleted',
      targetId: report.report_id,
      before: { title: report.title, state: report.state },
    });
  });
}

async function retractAll(tx: Db, tenantId: string, reportId: string, now: Date): Promise<void> {
  for (const { update_id, notified } of await listUpdateRows(tx, tenantId, [reportId])) {
    if (notified) await retractNotices(tx, tenantId, reportId, update_id, now);
  }
}
