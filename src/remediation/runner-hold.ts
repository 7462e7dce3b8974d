import { SECOND } from '../kernel/time.ts';
import { transact } from '../store/transaction.ts';
import type { Context } from '../tenants/caller.ts';
import { claimLost, requireRunner } from './runner-context.ts';
import {
  lockClaimedStep,
  noteRunnerSeen,
  renewStepLease,
  startClaimedStep,
} from './runner-queries.ts';
import { STEP_LEASE, type StepHold } from './runner-schemas.ts';

/** A claim that a runner speaks of. */
export interface ClaimInput {
  readonly id: string;
  readonly fence: number;
}

/**
 * Allows a claimed step to be executed, and is the only thing that does: whoever is not answered here has
 * executed nothing. Repeating it is safe. 409 `claim_lost` when the claim is void; `cancelled` when
 * nothing may begin any more.
 */
export function startStep(context: Context, { id, fence }: ClaimInput): Promise<StepHold> {
  const { tenantId } = context.caller;
  return transact(context.store, async (tx) => {
    const { runner_id: runnerId } = await requireRunner(tx, context);
    const claim = { stepId: id, runnerId, fence };
    const runId = (await lockClaimedStep(tx, tenantId, claim))?.run_id;
    if (runId === undefined) throw claimLost();
    const now = context.clock();
    const times = { now: new Date(now), leasedUntil: new Date(now + STEP_LEASE) };
    const started = await startClaimedStep(tx, tenantId, claim, times);
    if (!started) throw claimLost();
    return { lease_ms: STEP_LEASE, cancelled: started.barred };
  });
}

/** Renews a step's lease while it runs. 409 `claim_lost`: the hub has given it up. */
export function renewStep(context: Context, { id, fence }: ClaimInput): Promise<StepHold> {
  const { tenantId } = context.caller;
  return transact(context.store, async (tx) => {
    const { runner_id: runnerId } = await requireRunner(tx, context);
    const now = context.clock();
    const times = { leasedUntil: new Date(now + STEP_LEASE), leaseMs: STEP_LEASE };
    const held = await renewStepLease(tx, tenantId, { stepId: id, runnerId, fence }, times);
    if (!held) throw claimLost();
    const seen = { at: new Date(now), unlessSince: new Date(now - 10 * SECOND) };
    await noteRunnerSeen(tx, tenantId, runnerId, seen);
    return { lease_ms: STEP_LEASE, cancelled: held.ended };
  });
}
