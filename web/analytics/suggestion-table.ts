import { lookOfRun } from '../remediation/remediation-words.ts';
import type { SuggestionFigures, Suggestions } from './suggestion-data.ts';
import type { TableColumn } from './table.tsx';
import { countWords } from './words.ts';

/** A recipe's figures, with its name as far as it is still known. */
export type Named = Suggestions['recipes'][number] & { readonly name: string };

/** The recipes with how often each was taken, most often first: by people, or begun by itself. */
export function byTaken(recipes: readonly Named[]): readonly (readonly [Named, number])[] {
  return recipes
    .map((recipe) => [recipe, recipe.approved + recipe.began_by_itself] as const)
    .toSorted(([, taken], [, other]) => other - taken);
}

/** The table of suggestions, as the API's own CSV has it. */
export const SUGGESTION_COLUMNS: readonly TableColumn<Named>[] = [
  { label: 'Recipe', csv: 'recipe', value: ({ slug }) => slug, show: ({ name }) => name },
  count('Proposed', 'proposals', ({ proposals }) => proposals),
  count('Approved', 'approved', ({ approved }) => approved),
  count('Began by itself', 'began_by_itself', ({ began_by_itself }) => began_by_itself),
  count('Rejected', 'rejected', ({ rejected }) => rejected),
  count('Expired', 'expired', ({ expired }) => expired),
  count('Waiting', 'waiting', ({ waiting }) => waiting),
  share('Accepted', 'acceptance_pct', ({ acceptance_pct }) => acceptance_pct),
  count('Succeeded', 'succeeded', ({ runs }) => runs.succeeded),
  count('Failed', 'failed', ({ runs }) => runs.failed),
  count('Rolled back', 'rolled_back', ({ runs }) => runs.rolled_back),
  count('Rollback failed', 'rollback_failed', ({ runs }) => runs.rollback_failed),
  count('Cancelled', 'cancelled', ({ runs }) => runs.cancelled),
  count('Under way', 'under_way', ({ runs }) => runs.under_way),
  share('Worked', 'success_pct', ({ success_pct }) => success_pct),
];

function count(label: string, csv: string, value: (recipe: Named) => number): TableColumn<Named> {
  return { label, csv, value, show: (recipe) => countWords(value(recipe)), numeric: true };
}

function share(
  label: string,
  csv: string,
  value: (recipe: Named) => number | null,
): TableColumn<Named> {
  const show = (recipe: Named) => (value(recipe) === null ? '–' : `${value(recipe)} %`);
  return { label, csv, value, show, numeric: true };
}

/** How often runs ended in one way. */
interface Outcome {
  readonly outcome: string;
  readonly word: string;
  readonly count: number;
}

const ENDS = ['succeeded', 'failed', 'rolled_back', 'rollback_failed', 'cancelled'] as const;

/** All ways in which runs end, and those that have not ended. */
export function outcomesOf(runs: SuggestionFigures['runs']): readonly Outcome[] {
  const ended = ENDS.map((state) => ({
    outcome: state,
    word: lookOfRun({ state }).word,
    count: runs[state],
  }));
  return [...ended, { outcome: 'under_way', word: 'Under way', count: runs.under_way }];
}

export const OUTCOME_COLUMNS: readonly TableColumn<Outcome>[] = [
  { label: 'Outcome', csv: 'outcome', value: ({ outcome }) => outcome, show: ({ word }) => word },
  {
    label: 'Runs',
    csv: 'runs',
    value: (one) => one.count,
    show: (one) => countWords(one.count),
    numeric: true,
  },
];
