import { type Clock, SECOND } from '../kernel/time.ts';
import type { Db, Store } from '../store/connection.ts';
import type { StoreLog } from '../store/log.ts';
import { isUnreachable, transact } from '../store/transaction.ts';
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
  wakeRun,
  withdrawStep,
} from './run-queries.ts';
import { forgiveLapses } from './runner-lapses.ts';

/** What the worker of runs needs. */
export interface RunsDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: StoreLog;
  /** The process ends: what has not begun is left to the next one. */
  readonly isClosing: () => boolean;
}

const BATCH = 100;

/** Moves made in one transaction at most; a run with more goes on with the next turn. */
const MOVES = 20;

/** Runs with a step under way are looked at this often (ms), also when nobody says anything. */
const LOOK_AGAIN = SECOND;

/** A run that could not be looked at is left alone for this long (ms). */
const REST = 5 * SECOND;

/**
 * A turn of the worker: steps that nobody answers for become `unknown`, and every run that is due
 * does what comes next. Replicas may run it at once: a run is locked while it moves.
 */
export async function advanceRuns(deps: RunsDeps): Promise<void> {
  const { store, clock } = deps;
  await forgiveLapses(store.db, clock());
  await giveUpLostSteps(store.db, new Date(clock()));
  await finishPauses(store.db, new Date(clock()));
  const due = await listDueRuns(store.db, new Date(clock()), BATCH);
  for (const { tenant_id: tenantId, run_id: runId } of due) {
    if (deps.isClosing()) return;
    await advanceRun(deps, tenantId, runId);
  }
}

/** What goes wrong with one run is no other run's business. */
async function advanceRun(
  { store, clock, log }: RunsDeps,
  tenantId: string,
  runId: string,
): Promise<void> {
  try {
    await transact(store, async (tx) => {
      const held = await holdState(tx, tenantId, clock());
      const run = await lockRun(tx, tenantId, runId);
      if (run) await advance(tx, held, run);
    });
  } catch (error) {
    if (isUnreachable(error)) throw error;
    log.warn({ err: error, runId }, 'a run could not go on and will be tried again');
    await wakeRun(store.db, tenantId, runId, new Date(clock() + REST));
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
  // Why, a person has said: their words are not for the log.
  const stopped = held.stopped === null ? null : 'Remediation was stopped.';
  return {
    state,
    reason: run.reason,
    deadlineAt: run.deadline_at.getTime(),
    cancelled: stopped ?? (run.cancel_requested_at ? 'Somebody cancelled it.' : null),
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
    const time = run.deadline_at.getTime() - run.created_at.getTime();
    const changes = {
      state: 'rolling_back',
      phase: 'rollback',
      reason: move.reason,
      deadline_at: new Date(now + time),
    } as const;
    await saveRun(tx, tenantId, run.run_id, changes);
    const detail = { reason: move.reason };
    await held.log({ actor: null, action: 'run.rolling_back', subjectId: run.run_id, detail });
    return { ...run, ...changes };
  }
  const { step } = move;
  if (move.type === 'withdraw') {
    await withdrawStep(tx, tenantId, step.stepId, { at: new Date(now), reason: move.reason });
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
