import { expect, test } from 'vitest';
import type { CommandExpectation } from '../recipes/rules/recipe-schema.ts';
import { judgeResult } from './runner-outcome.ts';
import type { ResultBody } from './runner-schemas.ts';

const EXITED: ResultBody = {
  fence: 1,
  outcome: 'exited',
  exit_code: 0,
  reason: null,
  stdout: 'used 93 %\n',
  output_cut: false,
  output_digest: null,
};

const judge = (result: Partial<ResultBody>, expectation: CommandExpectation = {}) =>
  judgeResult(expectation, { ...EXITED, ...result });
const settled = (state: string, reason: unknown = null) => ({
  type: 'settle',
  outcome: { state, reason },
});

test.each([
  ['exits with 0', {}, {}, settled('succeeded')],
  ['exits otherwise', { exit_code: 3 }, {}, settled('failed', 'it exited with 3, expected 0')],
  ['exits as expected', { exit_code: 3 }, { exit_codes: [0, 3] }, settled('succeeded')],
  ['says what it should', {}, { stdout_matches: 'used 9\\d' }, settled('succeeded')],
  [
    'is ended by a signal',
    { exit_code: null, reason: 'it was ended by SIGSEGV' },
    {},
    settled('failed', 'it was ended by SIGSEGV'),
  ],
  [
    'has written too much for a word to be missed',
    { output_cut: true },
    { stdout_lacks: 'panic' },
    settled('failed', expect.stringContaining('nobody knows')),
  ],
  [
    'has written too much, and the word is in it',
    { output_cut: true },
    { stdout_matches: 'used' },
    settled('succeeded'),
  ],
  [
    'takes too long, even with the right exit code',
    { outcome: 'timed_out', reason: 'too long' },
    {},
    settled('failed', 'too long'),
  ],
  [
    'is killed with its runner',
    { outcome: 'killed', exit_code: null, reason: null },
    {},
    settled('failed', 'it was ended before it was done'),
  ],
  ['is refused', { outcome: 'refused', reason: 'no' }, {}, settled('refused', 'no')],
  ['is cancelled', { outcome: 'cancelled', reason: 'c' }, {}, settled('cancelled', 'c')],
  ['is unknown', { outcome: 'unknown', reason: 'u' }, {}, settled('unknown', 'u')],
  ['never began', { outcome: 'not_started', reason: 'n' }, {}, { type: 'again' }],
] as const)('a step that %s', (_, result, expectation, judgement) => {
  expect(judge(result as Partial<ResultBody>, expectation as CommandExpectation)).toEqual(
    judgement,
  );
});
