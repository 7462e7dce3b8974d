import type { ClaimedStep, ResultBody, StepHold } from '../../remediation/runner-schemas.ts';
import { type AllowedProgram, admit } from './admission.ts';
import { type Ending, type Execution, execute, type Running } from './execute.ts';
import type { Journal } from './journal.ts';
import { createOutput, type Output } from './output.ts';
import { nameProcess } from './process-group.ts';
import { holdStep, sendOutput, type TalkDeps } from './step-talk.ts';

/** What came of a step, before the hub is told. */
export type StepResult = Omit<ResultBody, 'fence'>;

/** What a step is run with. */
export interface StepDeps extends TalkDeps {
  readonly journal: Journal;
  readonly programs: readonly AllowedProgram[];
  readonly prepare: (entry: AllowedProgram, step: ClaimedStep) => Execution;
  /** Nothing more is begun. */
  readonly stopping: AbortSignal;
  /** Ends the program that runs. */
  readonly stop: AbortSignal;
}

/** A step without a program that ran. */
export function withoutOutput(outcome: StepResult['outcome'], reason: string): StepResult {
  const nothing = { exit_code: null, stdout: '', output_cut: false, output_digest: null };
  return { outcome, reason: reason.slice(0, 1_000), ...nothing };
}

/**
 * Runs a claimed step, or refuses to, and notes what came of it; the caller delivers that. A step that
 * the hub no longer wants from this claim is not started and leaves nothing to deliver.
 */
export async function runStep(deps: StepDeps, step: ClaimedStep): Promise<void> {
  const { journal, log, programs } = deps;
  const key = { step: step.id, fence: step.fence };
  // The hub may ask again because an answer was lost; what was begun is never begun again.
  if (journal.find(key) !== undefined) return;
  await journal.note({ ...key, state: 'claimed' });
  const admission = admit(programs, step);
  if (!admission.allowed) {
    log.warn({ step: step.id, run: step.run_id, reason: admission.reason }, 'a step was refused');
    const result = withoutOutput('refused', admission.reason);
    return journal.note({ ...key, state: 'finished', result });
  }
  const verdict = await askToStart(deps, step);
  if (verdict === 'given_up') return journal.note({ ...key, state: 'delivered' });
  if (verdict !== 'go') {
    const result = withoutOutput(verdict, NOT_BEGUN[verdict]);
    return journal.note({ ...key, state: 'finished', result });
  }
  await journal.note({ ...key, state: 'started' });
  const { result, failure } = await supervise(deps, step, admission.entry);
  await journal.note({ ...key, state: 'finished', result });
  if (failure) throw failure;
}

const NOT_BEGUN = {
  not_started: 'the runner was stopped before it began',
  cancelled: 'its run was cancelled before it began',
} as const;

/** Asks the hub whether this claim still holds: however late its answer to the claim came. */
async function askToStart(
  { link, log, stopping }: StepDeps,
  step: ClaimedStep,
): Promise<'go' | 'given_up' | keyof typeof NOT_BEGUN> {
  for (;;) {
    const asked = performance.now();
    const body = { fence: step.fence };
    const answer = await link.insist(`steps/${step.id}/start`, body, stopping);
    if (answer === null) return 'not_started';
    if (answer.kind === 'refused') {
      log.info({ step: step.id, reason: answer.words }, 'a step is no longer ours');
      return 'given_up';
    }
    const { lease_ms, cancelled } = answer.body as StepHold;
    if (cancelled) return 'cancelled';
    // An answer that took longer than what it allows is asked for again.
    if (performance.now() - asked < lease_ms) return 'go';
  }
}

interface Supervised {
  readonly result: StepResult;
  /** The runner cannot go on after it. */
  readonly failure?: unknown;
}

type Why = 'timed_out' | 'cancelled' | 'killed';

async function supervise(
  deps: StepDeps,
  step: ClaimedStep,
  entry: AllowedProgram,
): Promise<Supervised> {
  const { journal, log, stop } = deps;
  const output = createOutput();
  const running = start(deps, step, entry, output);
  if ('fault' in running) return { result: withoutOutput('refused', running.fault) };
  let why: Why | undefined;
  const end = (reason: Why) => {
    why ??= reason;
    running.stop();
  };
  log.info({ step: step.id, run: step.run_id, group: running.pid }, 'a step was started');
  const timeout = setTimeout(() => end('timed_out'), longestOf(step, entry));
  const onStop = () => end('killed');
  stop.addEventListener('abort', onStop);
  if (stop.aborted) onStop();
  const over = new AbortController();
  let failure: unknown;
  const talks = [
    noteGroup(journal, step, running),
    holdStep(deps, step, over.signal, () => end('cancelled')),
    sendOutput(deps, step, output, over.signal),
  ].map((talk) =>
    talk.catch((error: unknown) => {
      // The credential was revoked, or the disk is full: nothing goes on that nobody can vouch for.
      failure ??= error;
      end('killed');
    }),
  );
  const ending = await running.ended;
  clearTimeout(timeout);
  stop.removeEventListener('abort', onStop);
  output.end();
  over.abort();
  await Promise.all(talks);
  const result = resultOf(ending, why, output);
  log.info({ step: step.id, outcome: result.outcome, exitCode: result.exit_code }, 'a step ended');
  return { result, failure };
}

function start(
  { prepare }: StepDeps,
  step: ClaimedStep,
  entry: AllowedProgram,
  output: Output,
): Running | { readonly fault: string } {
  try {
    return execute(prepare(entry, step), output.hear);
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

function longestOf(step: ClaimedStep, { longest }: AllowedProgram): number {
  return longest === null ? step.timeout_ms : Math.min(step.timeout_ms, longest);
}

async function noteGroup(journal: Journal, step: ClaimedStep, { pid }: Running): Promise<void> {
  const group = pid === undefined ? null : await nameProcess(pid);
  if (group === null) return;
  await journal.note({ step: step.id, fence: step.fence, state: 'running', group });
}

const WORDS: Readonly<Record<Why, string>> = {
  timed_out: 'it did not end in its time and was killed with all that it had started',
  cancelled: 'it was ended because its run was cancelled',
  killed: 'it was ended because the runner was stopped',
};

const ESCAPED =
  'it was to be ended, but did not end and may still run: by sudo it is not the runner’s';

function resultOf(ending: Ending, why: Why | undefined, output: Output): StepResult {
  const written = {
    stdout: output.stdout(),
    output_cut: output.isCut(),
    output_digest: output.digest(),
  };
  if (ending.kind === 'not_started') {
    return {
      ...written,
      outcome: 'refused',
      exit_code: null,
      reason: ending.fault.slice(0, 1_000),
    };
  }
  if (ending.kind === 'escaped') {
    return { ...written, outcome: 'unknown', exit_code: null, reason: ESCAPED };
  }
  const { exitCode: exit_code, signal } = ending;
  if (why !== undefined) {
    const outcome = why === 'timed_out' ? why : 'killed';
    return { ...written, outcome, exit_code, reason: WORDS[why] };
  }
  const reason = signal === null ? null : `it was ended by ${signal}`;
  return { ...written, outcome: 'exited', exit_code, reason };
}
