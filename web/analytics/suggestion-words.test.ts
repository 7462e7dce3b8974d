import { describe, expect, test } from 'vitest';
import type { SuggestionFigures } from './suggestion-data.ts';
import { byTaken, outcomesOf, SUGGESTION_COLUMNS } from './suggestion-table.ts';
import { acceptanceWords, runWords } from './suggestion-words.ts';

const none: SuggestionFigures = {
  proposals: 0,
  approved: 0,
  began_by_itself: 0,
  rejected: 0,
  expired: 0,
  waiting: 0,
  acceptance_pct: null,
  runs: {
    succeeded: 0,
    failed: 0,
    rolled_back: 0,
    rollback_failed: 0,
    cancelled: 0,
    under_way: 0,
  },
  success_pct: null,
};
const some: SuggestionFigures = {
  ...none,
  proposals: 8,
  approved: 3,
  began_by_itself: 2,
  rejected: 1,
  waiting: 2,
  acceptance_pct: 75,
  runs: { ...none.runs, succeeded: 4, failed: 1 },
  success_pct: 80,
};

describe('in words', () => {
  test('nothing was proposed, and nothing ran', () => {
    expect(acceptanceWords(none)).toBe('No recipe was proposed in this period.');
    expect(runWords(none)).toBe('Nothing of what was proposed in this period has run.');
  });

  test('how it was decided, without what did not happen', () => {
    expect(acceptanceWords(some)).toBe(
      'Of 8 proposals: 3 approved by people, 2 begun by themselves, 1 rejected, 2 still waiting. ' +
        'People took 75 % of what they decided about.',
    );
    expect(acceptanceWords({ ...none, proposals: 1, expired: 1 })).toBe(
      'Of 1 proposal: 1 expired.',
    );
  });

  test('how the runs ended', () => {
    expect(runWords(some)).toBe(
      '5 runs of what was proposed in this period. 80 % of those that ended worked, as their checks say.',
    );
  });
});

test('what was taken most comes first, whoever took it', () => {
  const named = (name: string, figures: Partial<SuggestionFigures>) => ({
    ...none,
    ...figures,
    slug: name,
    name,
  });
  const recipes = [named('a', {}), named('b', { approved: 1 }), named('c', { began_by_itself: 2 })];
  expect(byTaken(recipes).map(([{ name }, taken]) => [name, taken])).toEqual([
    ['c', 2],
    ['b', 1],
    ['a', 0],
  ]);
});

test('every way a run can end has its row, and every figure its column', () => {
  expect(outcomesOf(some.runs).map(({ outcome, count }) => [outcome, count])).toEqual(
    Object.entries(some.runs),
  );
  const { runs, ...figures } = some;
  const names = SUGGESTION_COLUMNS.map(({ csv }) => csv);
  expect([...names].sort()).toEqual(['recipe', ...Object.keys({ ...figures, ...runs })].sort());
});
