import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../kernel/time.ts';
import { failuresAfter, isStormy, refusalToStart, type StartFacts } from './start-guards.ts';

const NOW = 1_000 * HOUR;

const free: StartFacts = {
  now: NOW,
  stopped: null,
  lacksRunner: null,
  activeRunId: null,
  lastRunAt: null,
  coolDownMinutes: 30,
  runsToday: 0,
  maxRunsPerDay: 3,
  targetsNow: 0,
  maxTargets: 2,
  broken: false,
};

test('a run may begin when nothing speaks against it', () => {
  expect(refusalToStart(free)).toBeNull();
  const before = { ...free, lastRunAt: NOW - 30 * MINUTE, runsToday: 2 };
  expect(refusalToStart(before)).toBeNull();
});

describe('a run may not begin', () => {
  test.each<[string, Partial<StartFacts>, RegExp]>([
    ['stopped', { stopped: 'drill' }, /stopped: drill/],
    ['no_runner', { lacksRunner: 'web-01' }, /host web-01/],
    ['target_busy', { activeRunId: 'run_1' }, /run_1/],
    ['circuit_open', { broken: true }, /last 3 runs failed/],
    ['cooling_down', { lastRunAt: NOW - 30 * MINUTE + 1 }, /in 1 min\./],
    ['cooling_down', { lastRunAt: NOW - 10 * MINUTE }, /in 20 min\./],
    ['daily_limit', { runsToday: 3 }, /3 times in 24 hours/],
    ['target_limit', { targetsNow: 2 }, /on 2 targets; at once at most 2/],
  ])('when %s', (code, change, words) => {
    const refusal = refusalToStart({ ...free, ...change });
    expect(refusal?.code).toBe(code);
    expect(refusal?.detail).toMatch(words);
  });

  test('and a stop is named before anything else', () => {
    const all = { stopped: 'x', activeRunId: 'run_1', broken: true, runsToday: 9, lastRunAt: NOW };
    expect(refusalToStart({ ...free, ...all })?.code).toBe('stopped');
  });
});

test('a recipe that says nothing of targets may run on any number of them', () => {
  expect(refusalToStart({ ...free, targetsNow: 99, maxTargets: null })).toBeNull();
});

test('a recipe without a cool-down may run again at once', () => {
  expect(refusalToStart({ ...free, coolDownMinutes: 0, lastRunAt: NOW })).toBeNull();
});

test.each([
  [{ proposals: 10, incidents: 25 }, false],
  [{ proposals: 11, incidents: 0 }, true],
  [{ proposals: 0, incidents: 26 }, true],
])('of %j a storm: %s', (bustle, stormy) => {
  expect(isStormy(bustle)).toBe(stormy);
});

test('failures are counted one after another', () => {
  expect(failuresAfter(2, 'failed')).toBe(3);
  expect(failuresAfter(2, 'succeeded')).toBe(0);
  expect(failuresAfter(2, 'other')).toBe(2);
});
