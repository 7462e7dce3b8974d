import type { Instant } from '../../kernel/time.ts';

/** The lists of a recipe, in the order a run takes them. */
export type Phase = 'pre_checks' | 'steps' | 'post_checks' | 'rollback';

export type StepState =
  | 'waiting'
  | 'ready'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'refused'
  | 'unknown'
  | 'cancelled'
  | 'skipped';

/** A step as its run sees it. */
export interface RunStep {
  readonly stepId: string;
  readonly name: string;
  readonly phase: Phase;
  readonly kind: 'command' | 'http' | 'manual' | 'wait';
  readonly state: StepState;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly reason: string | null;
}

export type ActiveState = 'queued' | 'running' | 'rolling_back';
export type EndState = 'succeeded' | 'failed' | 'rolled_back' | 'rollback_failed' | 'cancelled';

/** A run that has not ended, with its steps by their position. */
export interface ActiveRun {
  readonly state: ActiveState;
  /** Why it began to roll back. */
  readonly reason: string | null;
  readonly deadlineAt: Instant;
  /** Why it should end early; null: nobody wants that. */
  readonly cancelled: string | null;
  readonly steps: readonly RunStep[];
}

/** What happens to a run next. */
export type Move =
  /** A step is under way. */
  | { readonly type: 'wait' }
  | { readonly type: 'ready'; readonly step: RunStep }
  /** It failed and may be tried again after its interval. */
  | { readonly type: 'retry'; readonly step: RunStep }
  /** Nobody has begun it: it will not be. */
  | { readonly type: 'withdraw'; readonly step: RunStep; readonly reason: string }
  | { readonly type: 'roll_back'; readonly reason: string }
  | { readonly type: 'end'; readonly state: EndState; readonly reason: string };

/**
 * Decides what a run does next. Its checks decide success, not that its commands ended: the run
 * succeeds when every step and every post-check has. A step whose outcome nobody knows ends the run
 * without a rollback: what it did, or still does, a person has to look at. A run that is cancelled or
 * stopped begins nothing more, not even a rollback. One whose time is over begins nothing more but its
 * rollback, which has a time of its own.
 */
export function nextMove(run: ActiveRun, now: Instant): Move {
  const rolling = run.state === 'rolling_back';
  const steps = run.steps.filter(({ phase }) => (phase === 'rollback') === rolling);
  const late = now >= run.deadlineAt;
  const active = steps.find(({ state }) => state === 'ready' || state === 'running');
  if (active) return whileActive(active, run.cancelled ?? (late ? LATE : null));
  if (run.cancelled !== null) {
    const state = rolling ? 'rollback_failed' : 'cancelled';
    return { type: 'end', state, reason: run.cancelled };
  }
  const next = rolling ? rollBackOn(run, steps) : goOn(run, steps);
  // What has ended is judged by how it did, however late that is read.
  const begins = next.type === 'ready' || next.type === 'retry';
  return late && begins ? tooLate(run) : next;
}

/** When the run is over, what nobody executes yet is taken back; the rest ends by itself. */
function whileActive(step: RunStep, over: string | null): Move {
  if (over === null || !isWithdrawable(step)) return { type: 'wait' };
  return { type: 'withdraw', step, reason: over };
}

function tooLate(run: ActiveRun): Move {
  if (run.state !== 'rolling_back') return afterFailure(run, LATE);
  return { type: 'end', state: 'rollback_failed', reason: LATE };
}

const LATE = 'It did not end in its time.';

function goOn(run: ActiveRun, steps: readonly RunStep[]): Move {
  const broken = steps.find(({ state }) => BROKEN.has(state));
  if (broken && isRetriable(broken)) return { type: 'retry', step: broken };
  if (broken?.state === 'unknown') return { type: 'end', state: 'failed', reason: told(broken) };
  if (broken?.phase === 'pre_checks') return { type: 'end', state: 'failed', reason: told(broken) };
  if (broken) return afterFailure(run, told(broken));
  const next = steps.find(({ state }) => state === 'waiting');
  if (next) return { type: 'ready', step: next };
  return { type: 'end', state: 'succeeded', reason: successReason(steps) };
}

function rollBackOn(run: ActiveRun, steps: readonly RunStep[]): Move {
  const broken = steps.find(({ state }) => BROKEN.has(state));
  if (broken && isRetriable(broken)) return { type: 'retry', step: broken };
  if (broken) return { type: 'end', state: 'rollback_failed', reason: told(broken) };
  const next = steps.find(({ state }) => state === 'waiting');
  if (next) return { type: 'ready', step: next };
  return { type: 'end', state: 'rolled_back', reason: run.reason ?? 'It was rolled back.' };
}

const BROKEN: ReadonlySet<StepState> = new Set(['failed', 'refused', 'unknown', 'cancelled']);

/** What nobody executes at the moment: a step not claimed, a pause, a person’s task. */
function isWithdrawable({ state, kind }: RunStep): boolean {
  return state === 'ready' || kind === 'wait' || kind === 'manual';
}

function isRetriable({ state, attempt, maxAttempts }: RunStep): boolean {
  return state === 'failed' && attempt < maxAttempts;
}

function told(step: RunStep): string {
  return `${PHASE_WORDS[step.phase]} “${step.name}” ${brokenWords(step)}`;
}

/** Rolls back what was begun; where nothing was, or the recipe knows no way back, the run failed. */
function afterFailure(run: ActiveRun, reason: string): Move {
  const changed = run.steps.some(({ phase, state }) => phase === 'steps' && BEGUN.has(state));
  // Also after the deadline: a step that nobody knows the end of may still be at work.
  const unclear = run.steps.some(({ state }) => state === 'unknown');
  const way = run.steps.some(({ phase }) => phase === 'rollback');
  if (changed && way && !unclear) return { type: 'roll_back', reason };
  return { type: 'end', state: 'failed', reason };
}

const BEGUN: ReadonlySet<StepState> = new Set(['succeeded', 'failed', 'unknown', 'running']);

const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  pre_checks: 'The pre-check',
  steps: 'The step',
  post_checks: 'The post-check',
  rollback: 'The rollback step',
};

function brokenWords({ state, kind, reason }: RunStep): string {
  // A person's words stay with the step: they do not belong in a log that nothing is taken out of.
  const isPersons = kind === 'manual' && state === 'failed';
  const said = reason === null || isPersons ? '' : `: ${reason}`;
  if (state === 'refused') return `was refused on the host${said}`;
  if (state === 'unknown') return `has an unknown outcome${said}`;
  return state === 'cancelled' ? `was cancelled${said}` : `failed${said}`;
}

function successReason(steps: readonly RunStep[]): string {
  const checks = steps.filter(({ phase }) => phase === 'post_checks').length;
  if (checks === 0) return 'All of its steps succeeded.';
  return checks === 1 ? 'Its post-check passed.' : `All ${checks} post-checks passed.`;
}
