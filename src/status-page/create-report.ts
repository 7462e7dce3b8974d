import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { requireHub } from './get-hub.ts';
import type { CreateReportBody, ReportWritten } from './report-schemas.ts';
import { showWritten } from './report-view.ts';
import { GRACE } from './report-writes.ts';
import type { StatusContext } from './status-context.ts';
import { addPersonsUpdate, beginReport } from './write-report.ts';

/**
 * Writes a report on a page, public at once or as a draft. 422 for unknown services or a time to
 * come; 409 `resolved_first`.
 */
export function createReport(
  context: StatusContext,
  input: CreateReportBody & { readonly id: string },
): Promise<ReportWritten> {
  requireScope(context, 'responder');
  const { tenantId } = context.caller;
  return runVerb(context, { route: 'create-report', input }, async (tx) => {
    await requireHub(tx, tenantId, input.id);
    const now = context.clock();
    const origin = { hubId: input.id, incidentId: null, followsIncident: false, sender: null };
    const begun = await beginReport(tx, tenantId, { ...origin, source: 'person' }, now);
    const written = await addPersonsUpdate(tx, context, begun, input, now);
    const { title, state, draft = false, silent = false, statuses = [] } = input;
    await audit(tx, context, {
      action: 'report.created',
      targetId: begun.report_id,
      after: { hub_id: input.id, title, state, draft, silent, statuses },
    });
    return showWritten(tx, tenantId, written, { hubId: input.id, toldAt: now + GRACE });
  });
}
