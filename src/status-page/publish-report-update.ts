import { conflict, notFound } from '../kernel/errors.ts';
import { audit } from '../tenants/audit.ts';
import { changeReport, type ReportKey } from './report-changes.ts';
import { listUpdateRows, saveUpdates } from './report-queries.ts';
import type { PublishUpdateBody, ReportWritten } from './report-schemas.ts';
import { showWritten } from './report-view.ts';
import { admit, GRACE, refreshReport, settleDrafts } from './report-writes.ts';
import type { StatusContext } from './status-context.ts';
import { tellOfUpdate } from './tell-of-report.ts';

/**
 * Makes a draft public, and no other. A draft resolution that was overtaken may still be published
 * while it is the latest (decision 16). 409 `already_published`, or the refusal's code.
 */
export function publishReportUpdate(
  context: StatusContext,
  input: PublishUpdateBody & ReportKey & { readonly update_id: string },
): Promise<ReportWritten> {
  const { tenantId } = context.caller;
  return changeReport(context, { route: 'publish-report-update', input }, async (tx, report) => {
    const now = context.clock();
    const at = new Date(now);
    const all = await listUpdateRows(tx, tenantId, [report.report_id]);
    const row = all.find((one) => one.update_id === input.update_id);
    if (!row) throw notFound('The update');
    if (row.published_at !== null) throw conflict('already_published', 'The update is public.');
    const others = all.filter((one) => one !== row);
    const admission = admit(report, others, {
      state: row.state,
      statuses: row.statuses,
      startsAt: row.starts_at.getTime(),
      draft: false,
      silent: input.silent ?? row.silent,
      publishesDrafts: false,
    });
    const values = {
      published_at: at,
      silent: admission.silent,
      superseded: false,
      notified: admission.tells !== null,
      updated_at: at,
    };
    await saveUpdates(tx, tenantId, report.report_id, [row.update_id], values);
    await settleDrafts(tx, tenantId, report.report_id, admission, at);
    const after = await refreshReport(tx, tenantId, report, now);
    const told = { tells: admission.tells, dueAt: now + GRACE };
    const recipients = await tellOfUpdate(tx, tenantId, after, row.update_id, told, now);
    await audit(tx, context, {
      action: 'report.update_published',
      targetId: report.report_id,
      after: { update_id: row.update_id, silent: values.silent },
    });
    const update = { ...row, ...values };
    const written = { report: after, update, recipients, warnings: admission.warnings };
    return showWritten(tx, tenantId, written, { hubId: input.id, toldAt: now + GRACE });
  });
}
