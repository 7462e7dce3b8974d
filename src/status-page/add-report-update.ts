import { audit } from '../tenants/audit.ts';
import { changeReport, type ReportKey } from './report-changes.ts';
import { listUpdateRows } from './report-queries.ts';
import type { AddUpdateBody, ReportWritten } from './report-schemas.ts';
import { showWritten } from './report-view.ts';
import { GRACE } from './report-writes.ts';
import type { StatusContext } from './status-context.ts';
import { addPersonsUpdate } from './write-report.ts';

/**
 * Adds an update to a report, public at once or as a draft; drafts there are stay drafts. 409
 * `incident_resolved`, `resolved_first`, `resolved_not_last`.
 */
export function addReportUpdate(
  context: StatusContext,
  input: AddUpdateBody & ReportKey,
): Promise<ReportWritten> {
  const { tenantId } = context.caller;
  return changeReport(context, { route: 'add-report-update', input }, async (tx, report) => {
    const now = context.clock();
    const known = await listUpdateRows(tx, tenantId, [report.report_id]);
    const title = input.title ?? report.title ?? known.at(-1)?.title ?? '';
    const written = await addPersonsUpdate(tx, context, report, { ...input, title }, now);
    const { state, draft = false, silent = false, statuses = [] } = input;
    await audit(tx, context, {
      action: 'report.update_added',
      targetId: report.report_id,
      after: { update_id: written.update.update_id, title, state, draft, silent, statuses },
    });
    return showWritten(tx, tenantId, written, { hubId: input.id, toldAt: now + GRACE });
  });
}
