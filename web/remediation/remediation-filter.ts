import type { Proposal, Run } from './remediation-data.ts';
import { PROPOSAL_WORDS, RUN_WORDS } from './remediation-words.ts';

type Search = Readonly<Record<string, unknown>>;

/** The state of proposals that the address asks for; null: all. Without a word: those that wait. */
export function proposalStateOf({ state }: Search): Proposal['state'] | null {
  if (state === undefined) return 'proposed';
  const known = PROPOSAL_WORDS.find(([name]) => name === state);
  return known ? (known[0] as Proposal['state']) : null;
}

/** The state of runs that the address asks for; null: all. */
export function runStateOf({ state }: Search): Run['state'] | null {
  const known = RUN_WORDS.find(([name]) => name === state);
  return known ? (known[0] as Run['state']) : null;
}
