import type { CommandExpectation } from '../recipes/rules/recipe-schema.ts';
import { judgeCommand } from './judge-step.ts';
import type { StepOutcome } from './run-queries.ts';
import type { ResultBody } from './runner-schemas.ts';

/** What a runner's report makes of a step; `again`: nothing ran, another claim may run it. */
export type Judgement =
  | { readonly type: 'settle'; readonly outcome: Pick<StepOutcome, 'state' | 'reason'> }
  | { readonly type: 'again' };

/**
 * What came of a step by the word of its runner. A program that ended by itself is held against what the
 * recipe expects; one that was ended has failed; what was never begun did no harm.
 */
export function judgeResult(expect: CommandExpectation, result: ResultBody): Judgement {
  const { outcome, reason } = result;
  switch (outcome) {
    case 'exited':
      return settled(faultOf(expect, result));
    case 'timed_out':
    case 'killed':
      return settled(reason ?? 'it was ended before it was done');
    case 'refused':
    case 'cancelled':
    case 'unknown':
      return { type: 'settle', outcome: { state: outcome, reason } };
    case 'not_started':
      return { type: 'again' };
  }
}

function settled(fault: string | null): Judgement {
  const state = fault === null ? 'succeeded' : 'failed';
  return { type: 'settle', outcome: { state, reason: fault } };
}

function faultOf(expect: CommandExpectation, result: ResultBody): string | null {
  const { exit_code: exitCode, stdout, output_cut: isCut, reason } = result;
  const fault = judgeCommand(expect, { exitCode, output: stdout });
  if (exitCode === null) return reason ?? fault;
  // What is not there in the part that was kept may well be in the rest.
  if (fault === null && isCut && expect.stdout_lacks !== undefined) {
    return `it wrote more than is kept, so nobody knows whether it has what matches ${expect.stdout_lacks}`;
  }
  return fault;
}
