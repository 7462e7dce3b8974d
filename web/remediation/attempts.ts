import { isActive, type Proposal, type Run } from './remediation-data.ts';

/** A proposal and, where it was approved, what came of it. */
export interface Attempt {
  readonly proposal: Proposal;
  readonly run: Run | null;
}

/**
 * The proposals of an incident with their runs: what is under way first, then what waits for a
 * decision, then the rest; in each the order they came in.
 */
export function attemptsOf(
  proposals: readonly Proposal[],
  runs: readonly Run[],
): readonly Attempt[] {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const attempts = proposals.map((proposal) => ({
    proposal,
    run: proposal.run_id === null ? null : (byId.get(proposal.run_id) ?? null),
  }));
  return attempts.toSorted((one, other) => rankOf(one) - rankOf(other));
}

function rankOf({ proposal, run }: Attempt): number {
  if (run) return isActive(run) ? 0 : 2;
  return proposal.state === 'proposed' ? 1 : 2;
}

/** Whether nothing of it can happen any more. */
export function isOver(attempt: Attempt): boolean {
  return rankOf(attempt) === 2;
}
