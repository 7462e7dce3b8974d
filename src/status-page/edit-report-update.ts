import { notFound } from '../kernel/errors.ts';
import { audit } from '../tenants/audit.ts';
import { textOf } from './hook-payload.ts';
import type { UpdateRow } from './page-event-queries.ts';
import { changeReport, occurrenceOf, type ReportKey, requireServices } from './report-changes.ts';
import { listUpdateRows, saveUpdates } from './report-queries.ts';
import type { EditUpdateBody, ReportDetail } from './report-schemas.ts';
import { showReportDetail } from './report-view.ts';
import { admit, GRACE, refreshReport } from './report-writes.ts';
import { retractNotices } from './retraction-queries.ts';
import { sanitizeTitle } from './sanitize-body.ts';
import type { StatusContext } from './status-context.ts';
import { tellOfUpdate } from './tell-of-report.ts';

/**
 * Changes an update, also a public one; nobody is told again, but who was not told yet reads the
 * new text. 409 when the report would not hold together (a resolution must be the last).
 */
export function editReportUpdate(
  context: StatusContext,
  input: EditUpdateBody & ReportKey & { readonly update_id: string },
): Promise<ReportDetail> {
  const { tenantId } = context.caller;
  return changeReport(context, { route: 'edit-report-update', input }, async (tx, report) => {
    const now = context.clock();
    const all = await listUpdateRows(tx, tenantId, [report.report_id]);
    const row = all.find((one) => one.update_id === input.update_id);
    if (!row) throw notFound('The update');
    await requireServices(tx, tenantId, input.statuses ?? []);
    const wanted = wantedOf(row, input, now);
    const others = all.filter((one) => one !== row);
    const draft = row.published_at === null;
    const { statuses } = admit(report, others, {
      ...wanted,
      draft,
      silent: row.silent,
      publishesDrafts: false,
    });
    await saveUpdates(tx, tenantId, report.report_id, [row.update_id], {
      ...wanted.texts,
      state: wanted.state,
      statuses: JSON.stringify(statuses),
      starts_at: new Date(wanted.startsAt),
      updated_at: new Date(now),
    });
    const after = await refreshReport(tx, tenantId, report, now);
    const { told } = await retractNotices(
      tx,
      tenantId,
      report.report_id,
      row.update_id,
      new Date(now),
    );
    if (row.notified && !told) {
      const tells = kindOf(row, others, wanted.state);
      await tellOfUpdate(tx, tenantId, after, row.update_id, { tells, dueAt: now + GRACE }, now);
    }
    const { id: _, report_id: __, update_id, ...changes } = input;
    await audit(tx, context, {
      action: 'report.update_edited',
      targetId: report.report_id,
      before: { title: row.title, body: row.body_raw, state: row.state, statuses: row.statuses },
      after: { update_id, ...changes },
    });
    return showReportDetail(tx, tenantId, after, input.id);
  });
}

function wantedOf(row: UpdateRow, input: EditUpdateBody, now: number) {
  const text = input.body === undefined ? null : textOf('/body', input.body);
  return {
    state: input.state ?? row.state,
    statuses: input.statuses ?? row.statuses,
    startsAt:
      input.start_time === undefined
        ? row.starts_at.getTime()
        : occurrenceOf(input.start_time, now),
    texts: {
      title: input.title === undefined ? row.title : sanitizeTitle(input.title),
      body_raw: text?.raw ?? row.body_raw,
      body_html: text?.body.html ?? row.body_html,
      body_text: text?.body.text ?? row.body_text,
    },
  };
}

function kindOf(row: UpdateRow, others: readonly UpdateRow[], state: UpdateRow['state']) {
  if (state === 'resolved') return 'report_resolved';
  const earlier = others.some((one) => one.published_at !== null && one.seq < row.seq);
  return earlier ? 'report_updated' : 'report_created';
}
