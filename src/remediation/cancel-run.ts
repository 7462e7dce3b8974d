import { conflict, notFound } from '../kernel/errors.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import type { RunDetail } from './remediation-schemas.ts';
import { holdState } from './remediation-state.ts';
import { showRunDetail } from './run-detail.ts';
import { lockRun, saveRun } from './run-queries.ts';

/**
 * Ends a run early: nothing more of it begins. A step that is under way on a host ends and reports
 * first. Asking again changes nothing; 409 `run_ended` when it has ended otherwise.
 */
export function cancelRun(context: Context, input: { readonly id: string }): Promise<RunDetail> {
  requireScope(context, 'responder');
  const { tenantId, actor } = context.caller;
  return runVerb(context, { route: 'cancel-run', input }, async (tx) => {
    const held = await holdState(tx, tenantId, context.clock());
    const run = await lockRun(tx, tenantId, input.id);
    if (!run) throw notFound('The run');
    if (run.finished_at && run.state !== 'cancelled') {
      throw conflict('run_ended', `The run has ended: ${run.state}.`, { state: run.state });
    }
    if (run.finished_at || run.cancel_requested_at) return showRunDetail(tx, tenantId, run);
    const now = new Date(held.now);
    const cancelled_by = JSON.stringify(actor);
    await saveRun(tx, tenantId, run.run_id, {
      cancel_requested_at: now,
      cancelled_by,
      due_at: now,
    });
    const subjectId = run.run_id;
    await held.log({ actor, action: 'run.cancel_requested', subjectId, detail: {} });
    await audit(tx, context, { action: 'run.cancel_requested', targetId: subjectId });
    return showRunDetail(tx, tenantId, { ...run, cancel_requested_at: now });
  });
}
