import { type Clock, SECOND } from '../kernel/time.ts';
import type { Db, Store } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import { endRun } from './end-run.ts';
import { type HeldState, holdState } from './remediation-state.ts';
import { type ActiveRun, type Move, nextMove, type RunStep } from './rules/run-lifecycle.ts';
import {
  finishPauses,
  giveUpLostSteps,
  listDueRuns,
  listSteps,
  lockRun,
  type RunRow,
  type StepRow,
  saveRun,
  saveStep,
  skipWaitingSteps,
  withdrawStep,
} from './run-queries.ts';

/** What the worker of runs needs. */
export interface RunsDeps {
  readonly store: Store;
  readonly clock: Clock;
}

const BATCH = 100;

/** Moves made in one transaction at most; a run with more goes on with the next turn. */
const MOVES = 20;

/** Runs with a step under way are looked at this often (ms), also when nobody says anything. */
const LOOK_AGAIN = SECOND;

/**
 * A turn of the worker: steps that nobody answers for become `unknown`, and every run that is due
 * does what comes next. Replicas may run it at once: a run is locked while it moves.
 */
export async function advanceRuns({ store, clock }: RunsDeps): Promise<void> {
  await giveUpLostSteps(store.db, new Date(clock()));
  await finishPauses(store.db, new Date(clock()));
  const due = await listDueRuns(store.db, new Date(clock()), BATCH);
  for (const { tenant_id: tenantId, run_id: runId } of due) {
    await transact(store, async (tx) => {
      const held = await holdState(tx, tenantId, clock());
      const run = await lockRun(tx, tenantId, runId);
      if (run) await advance(tx, held, run);
    });
  }
}

async function advance(tx: Db, held: HeldState, locked: RunRow): Promise<void> {
  let run = locked;
  for (let moves = 0; moves < MOVES; moves++) {
    const rows = await listSteps(tx, held.tenantId, run.run_id);
    const active = activeRun(run, rows, held);
    if (active === null) return;
    const move = nextMove(active, held.now);
    if (move.type === 'end') return endRun(tx, held, run, move);
    if (move.type === 'wait') break;
    run = await apply(tx, held, run, move, rows);
  }
  const due_at = new Date(held.now + LOOK_AGAIN);
  await saveRun(tx, held.tenantId, run.run_id, { due_at });
}

/** The run as the rules see it; null when it has ended. */
function activeRun(run: RunRow, rows: readonly StepRow[], held: HeldState): ActiveRun | null {
  const { state } = run;
  if (state !== 'queued' && state !== 'running' && state !== 'rolling_back') return null;
  const stopped = held.stopped === null ? null : `Remediation was stopped: ${held.stopped}`;
  return {
    state,
    reason: run.reason,
    deadlineAt: run.deadline_at.getTime(),
    cancelled: run.cancel_requested_at ? 'Somebody cancelled it.' : stopped,
    steps: rows.map(stepOf),
  };
}

function stepOf(row: StepRow): RunStep {
  const { name, phase, kind, state, attempt, reason } = row;
  return {
    stepId: row.step_id,
    name,
    phase,
    kind,
    state,
    attempt,
    maxAttempts: row.max_attempts,
    reason,
  };
}

async function apply(
  tx: Db,
  held: HeldState,
  run: RunRow,
  move: Exclude<Move, { readonly type: 'end' | 'wait' }>,
  rows: readonly StepRow[],
): Promise<RunRow> {
  const { tenantId, now } = held;
  if (move.type === 'roll_back') {
    await skipWaitingSteps(tx, tenantId, run.run_id, { keepRollback: true });
    const changes = { state: 'rolling_back', phase: 'rollback', reason: move.reason } as const;
    await saveRun(tx, tenantId, run.run_id, changes);
    const detail = { reason: move.reason };
    await held.log({ actor: null, action: 'run.rolling_back', subjectId: run.run_id, detail });
    return { ...run, ...changes };
  }
  const { step } = move;
  if (move.type === 'withdraw') {
    await withdrawStep(tx, tenantId, step.stepId, new Date(now));
    return run;
  }
  const row = rows.find(({ step_id }) => step_id === step.stepId);
  const pause = move.type === 'retry' ? (row?.retry_interval_s ?? 0) : 0;
  await saveStep(tx, tenantId, step.stepId, begun(step, row, now + pause * SECOND));
  const changes = {
    state: run.state === 'rolling_back' ? run.state : ('running' as const),
    phase: step.phase,
    started_at: run.started_at ?? new Date(now),
  };
  await saveRun(tx, tenantId, run.run_id, changes);
  return { ...run, ...changes };
}

/** What its executor claims; pauses and people's tasks are under way at once. */
function begun(step: RunStep, row: StepRow | undefined, at: number) {
  if (step.kind === 'command' || step.kind === 'http') {
    return { state: 'ready' as const, due_at: new Date(at), reason: null };
  }
  const seconds = step.kind === 'wait' ? Number(row?.bound.seconds ?? 0) : null;
  return {
    state: 'running' as const,
    attempt: step.attempt + 1,
    started_at: new Date(at),
    due_at: seconds === null ? null : new Date(at + seconds * SECOND),
  };
}
