import { describe, expect, test } from 'vitest';
import type { RecipeDocument, RecipeParameter, RecipeRow } from './recipe-data.ts';
import { fitting, readRecipeFilter } from './recipe-filter.ts';
import { limitWords, sourcesOf, spanOf, stepsOf, systemWords, valueWords } from './recipe-words.ts';

const smallest: RecipeDocument = {
  slug: 'a',
  name: 'A',
  description: 'It looks.',
  category: 'diagnostic',
  risk: 'none',
  os: ['linux', 'macos'],
  when: 'true',
  steps: [{ name: 'one', kind: 'command', program: 'df', args: ['-h'] }],
};

test.each([
  [1, '1 second'],
  [90, '90 seconds'],
  [60, '1 minute'],
  [300, '5 minutes'],
  [5_400, '90 minutes'],
  [7_200, '2 hours'],
  [0, '0 seconds'],
])('%d seconds are %s', (seconds, words) => {
  expect(spanOf(seconds)).toBe(words);
});

describe('what holds for a run', () => {
  test('where the document says nothing', () => {
    expect(limitWords(smallest)).toEqual([
      'A run is ended after 15 minutes.',
      'After a run it rests for 30 minutes on that target.',
      'It runs at most 20 times in 24 hours.',
      'The incident stays open after a run; a person resolves it.',
    ]);
  });

  test('as the document says', () => {
    const bounds = { timeout_s: 90, cool_down_minutes: 0, limits: { max_runs_per_day: 1 } };
    expect(limitWords({ ...smallest, ...bounds, resolves: true })).toEqual([
      'A run is ended after 90 seconds.',
      'It may run again on the same target at once.',
      'It runs at most once in 24 hours.',
      'A verified run resolves the incident.',
    ]);
  });
});

test.each<[RecipeParameter, string]>([
  [{ type: 'string' }, 'a text'],
  [{ type: 'string', max_length: 40 }, 'a text of up to 40 characters'],
  [{ type: 'string', pattern: '[a-z]+' }, 'a text that matches [a-z]+'],
  [{ type: 'string', format: 'hostname' }, 'a host name'],
  [{ type: 'string', enum: ['a', 'b'] }, 'one of a, b'],
  [{ type: 'integer', minimum: 1, maximum: 9 }, 'a whole number from 1 to 9'],
  [{ type: 'number', minimum: 0 }, 'a number of at least 0'],
  [{ type: 'number', maximum: 9 }, 'a number of at most 9'],
  [{ type: 'boolean' }, 'true or false'],
])('%j is %s', (parameter, words) => {
  expect(valueWords(parameter)).toBe(words);
});

test('a value is looked for at one place, at several, or given', () => {
  expect(sourcesOf({ type: 'string', from: 'host' })).toEqual(['host']);
  expect(sourcesOf({ type: 'string', from: ['host', 'alert.title'] })).toHaveLength(2);
  expect(sourcesOf({ type: 'string' })).toEqual([]);
});

test('steps come in the order of a run, with the time they have', () => {
  const check = { name: 'check', kind: 'wait', seconds: 5 } as const;
  const undo = { name: 'undo', kind: 'command', program: 'true', timeout_s: 5 } as const;
  const steps = stepsOf({ ...smallest, rollback: [undo], pre_checks: [check] });
  expect(steps.map(({ phase, name, timeout_seconds }) => [phase, name, timeout_seconds])).toEqual([
    ['pre_checks', 'check', 60],
    ['steps', 'one', 60],
    ['rollback', 'undo', 5],
  ]);
  expect(systemWords(smallest.os)).toBe('Linux, macOS');
});

describe('a filter', () => {
  const row: RecipeRow = {
    slug: 'disk-usage',
    version: 1,
    name: 'What fills the disk',
    description: 'Lists folders',
    category: 'diagnostic',
    risk: 'none',
    os: [],
    built_in: true,
    digest: '',
    created_at: null,
    created_by: null,
    enabled: true,
  };
  const other: RecipeRow = {
    ...row,
    slug: 'restart',
    name: 'Restart',
    category: 'remediation',
    risk: 'medium',
  };

  test('takes what it knows out of an address', () => {
    expect(readRecipeFilter({ q: 'disk', risk: 'low', category: 'nonsense' })).toEqual({
      q: 'disk',
      risk: 'low',
    });
    expect(readRecipeFilter({ q: '', risk: 7 })).toEqual({});
  });

  test.each([
    [{}, 2],
    [{ q: 'FOLDERS disk' }, 1],
    [{ q: 'folders nothing' }, 0],
    [{ risk: 'medium' }, 1],
    [{ category: 'diagnostic', risk: 'medium' }, 0],
  ] as const)('%j lets %d through', (filter, count) => {
    expect(fitting([row, other], filter)).toHaveLength(count);
  });
});
