import { storable } from '../kernel/text.ts';
import type { CommandExpectation } from '../recipes/rules/recipe-schema.ts';
import type { Db } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import type { Context } from '../tenants/caller.ts';
import { type HeldState, holdState } from './remediation-state.ts';
import { type StepRow, saveStep, settleStep, wakeRun } from './run-queries.ts';
import { actorOf, claimLost, requireRunner } from './runner-context.ts';
import type { ClaimInput } from './runner-hold.ts';
import { withinBytes } from './runner-kept.ts';
import { judgeResult } from './runner-outcome.ts';
import { lockClaimedStep } from './runner-queries.ts';
import { OUTPUT_LIMIT, type ResultBody, type ResultTaken } from './runner-schemas.ts';

/**
 * Takes what came of a step, once: a repetition is answered and changes nothing. What was never begun
 * may be claimed again. A step that was given up meanwhile stays `unknown`, but says what is known now.
 */
export function takeResult(context: Context, input: ResultBody & ClaimInput): Promise<ResultTaken> {
  const { tenantId } = context.caller;
  return transact(context.store, async (tx) => {
    const held = await holdState(tx, tenantId, context.clock());
    const runner = await requireRunner(tx, context);
    const claim = { stepId: input.id, runnerId: runner.runner_id, fence: input.fence };
    const step = await lockClaimedStep(tx, tenantId, claim);
    if (!step) throw claimLost();
    const result = { ...input, reason: input.reason === null ? null : storable(input.reason) };
    const actor = actorOf(runner);
    const log = (action: string, state: string) =>
      held.log({ actor, action, subjectId: step.step_id, detail: detailOf(step, result, state) });
    if (step.state === 'running') {
      const state = await settle(tx, held, step, result);
      await log('step.reported', state);
      return { state, counted: true };
    }
    if (isGivenUp(step)) {
      await saveStep(tx, tenantId, step.step_id, lateWords(step, result));
      await log('step.reported_late', step.state);
    }
    return { state: step.state, counted: false };
  });
}

function detailOf(step: StepRow, result: ResultBody, state: string) {
  return {
    run_id: step.run_id,
    step: step.name,
    fence: result.fence,
    outcome: result.outcome,
    exit_code: result.exit_code,
    output_digest: result.output_digest,
    state,
  };
}

async function settle(tx: Db, held: HeldState, step: StepRow, result: ResultBody): Promise<string> {
  const { tenantId } = held;
  const now = new Date(held.now);
  const judgement = judgeResult(step.expect as CommandExpectation, result);
  if (judgement.type === 'again') {
    const attempt = Math.max(0, step.attempt - 1);
    const nobody = { claimed_by: null, leased_until: null, started_at: null, deadline_at: null };
    const changes = { state: 'ready', due_at: now, attempt, ...nobody } as const;
    await saveStep(tx, tenantId, step.step_id, changes);
    await wakeRun(tx, tenantId, step.run_id, now);
    return changes.state;
  }
  const { outcome } = judgement;
  const claim = { stepId: step.step_id, fence: step.fence };
  await settleStep(tx, tenantId, claim, { ...outcome, ...written(step, result) }, now);
  return outcome.state;
}

/** What the program put out: what came bit by bit, or the standard output where less than that came. */
function written(step: StepRow, { exit_code, stdout, output_cut, output_digest }: ResultBody) {
  const clean = storable(stdout);
  const kept = withinBytes(clean, OUTPUT_LIMIT);
  const bytes = Buffer.byteLength(kept);
  const isMore = bytes > step.output_bytes;
  const cut = output_cut || step.output_cut || (isMore && kept.length < clean.length);
  return {
    exit_code,
    output_cut: cut,
    ...(isMore && { output: kept, output_bytes: bytes }),
    ...(output_digest !== null && { output_digest }),
  };
}

/** The hub gave it up when its lease ran out, and nobody has said yet how it ended. */
function isGivenUp({ state, leased_until }: StepRow): boolean {
  return state === 'unknown' && leased_until !== null;
}

function lateWords(step: StepRow, result: ResultBody) {
  const { outcome, exit_code, reason } = result;
  const ended = exit_code === null ? outcome.replaceAll('_', ' ') : `exited with ${exit_code}`;
  const words = reason === null ? ended : `${ended} (${reason})`;
  const before = step.reason ?? 'it was given up';
  return {
    ...written(step, result),
    leased_until: null,
    reason: `${before}; its runner said later: ${words}`.slice(0, 2_000),
  };
}
