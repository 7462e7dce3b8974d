import { conflict, notFound } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { requirePerson } from './approve-proposal.ts';
import type { ConfirmBody, RunDetail } from './remediation-schemas.ts';
import { holdState } from './remediation-state.ts';
import { showRunDetail } from './run-detail.ts';
import { listSteps, lockRun, settleStep } from './run-queries.ts';

/** A person says that a manual step is done, or cannot be. 409 when it is not its turn. */
export function confirmStep(
  context: Context,
  input: ConfirmBody & { readonly id: string },
): Promise<RunDetail> {
  requireScope(context, 'responder');
  const { tenantId, actor } = context.caller;
  return runVerb(context, { route: 'confirm-step', input }, async (tx) => {
    const held = await holdState(tx, tenantId, context.clock());
    const run = await lockRun(tx, tenantId, input.id);
    if (!run) throw notFound('The run');
    requirePerson(context);
    const steps = await listSteps(tx, tenantId, run.run_id);
    const step = steps.find(({ step_id }) => step_id === input.step_id);
    if (!step) throw notFound('The step');
    if (step.kind !== 'manual' || step.state !== 'running') {
      throw conflict('step_not_open', `The step is ${step.kind} and ${step.state}.`);
    }
    const state = input.done ? 'succeeded' : 'failed';
    const reason = input.note === undefined ? null : storable(input.note);
    const claim = { stepId: step.step_id, fence: step.fence };
    await settleStep(tx, tenantId, claim, { state, reason }, new Date(held.now));
    const detail = { run_id: run.run_id, step: step.name, done: input.done };
    await held.log({ actor, action: 'step.confirmed', subjectId: step.step_id, detail });
    await audit(tx, context, { action: 'run.step_confirmed', targetId: run.run_id, after: detail });
    return showRunDetail(tx, tenantId, run);
  });
}
