import { expect, test } from 'vitest';
import { attemptsOf, isOver } from './attempts.ts';
import type { Proposal, Run, RunStep } from './remediation-data.ts';
import { countdown, targetWords } from './remediation-words.ts';
import { stageOf } from './run-stages.ts';

test.each<[readonly RunStep['state'][], string]>([
  [['waiting', 'waiting'], 'not yet'],
  [['succeeded', 'waiting'], 'under way'],
  [['succeeded', 'running'], 'under way'],
  [['ready'], 'under way'],
  [['succeeded', 'succeeded'], 'passed'],
  [['succeeded', 'failed', 'skipped'], 'failed'],
  [['refused'], 'failed'],
  [['unknown'], 'failed'],
  [['skipped', 'skipped'], 'not run'],
  [['succeeded', 'cancelled'], 'ended early'],
  [['succeeded', 'skipped'], 'ended early'],
])('a phase of steps that are %j is %s', (states, word) => {
  expect(stageOf(states.map((state) => ({ state }))).word).toBe(word);
});

test.each([
  ['host:web-01', 'host web-01'],
  ['service:svc_1', 'service shop'],
  ['service:svc_2', 'service svc_2'],
  ['incident:inc_1', 'the hub itself'],
])('the target %s is said as “%s”', (target, words) => {
  expect(targetWords(target, new Map([['svc_1', 'shop']]))).toBe(words);
});

test.each([
  [0, '0s'],
  [-5_000, '0s'],
  [1, '1s'],
  [59_000, '59s'],
  [60_000, '1m 00s'],
  [3_543_000, '59m 03s'],
  [3_600_000, '1h 00m'],
])('%i ms are left as %s', (left, words) => {
  expect(countdown(left)).toBe(words);
});

test('what is under way comes first, then what waits for a decision', () => {
  const proposal = (id: string, state: Proposal['state'], run_id: string | null = null) =>
    ({ id, state, run_id }) as Proposal;
  const proposals = [
    proposal('rejected', 'rejected'),
    proposal('ended', 'approved', 'run_1'),
    proposal('waits', 'proposed'),
    proposal('runs', 'approved', 'run_2'),
  ];
  const run = (id: string, state: Run['state']) => ({ id, state }) as Run;
  const runs = [run('run_1', 'failed'), run('run_2', 'running')];
  const attempts = attemptsOf(proposals, runs);
  expect(attempts.map((one) => one.proposal.id)).toEqual(['runs', 'waits', 'rejected', 'ended']);
  expect(attempts.map(isOver)).toEqual([false, false, true, true]);
});
