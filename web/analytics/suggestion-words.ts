import type { SuggestionFigures } from './suggestion-data.ts';
import { counted, countWords } from './words.ts';

/** How the proposals were decided, in a sentence or two. */
export function acceptanceWords(figures: SuggestionFigures): string {
  const { proposals, approved, began_by_itself, rejected, expired, waiting } = figures;
  if (proposals === 0) return 'No recipe was proposed in this period.';
  const parts = [
    [approved, 'approved by people'],
    [began_by_itself, 'begun by themselves'],
    [rejected, 'rejected'],
    [expired, 'expired'],
    [waiting, 'still waiting'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  const share = figures.acceptance_pct;
  const accepted = share === null ? '' : ` People took ${share} % of what they decided about.`;
  return `Of ${counted(proposals, 'proposal')}: ${said.join(', ')}.${accepted}`;
}

/** How the runs ended. */
export function runWords({ runs, success_pct: share }: SuggestionFigures): string {
  const all = Object.values(runs).reduce((sum, count) => sum + count, 0);
  if (all === 0) return 'Nothing of what was proposed in this period has run.';
  const worked =
    share === null ? '' : ` ${share} % of those that ended worked, as their checks say.`;
  return `${countWords(all)} ${all === 1 ? 'run' : 'runs'} of what was proposed in this period.${worked}`;
}
