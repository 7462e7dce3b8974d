import { describe, expect, test } from 'vitest';
import type { CommandExpectation, HttpExpectation } from '../recipes/rules/recipe-schema.ts';
import { judgeCommand, judgeHttp } from './judge-step.ts';

const percent = (at_most: number) => ({ stdout_number: { extract: '(\\d+)%', at_most } });

describe('a command', () => {
  test.each<[string, CommandExpectation, number | null, string, RegExp | null]>([
    ['that exits with 0', {}, 0, '', null],
    ['that exits with 1', {}, 1, '', /exited with 1, expected 0/],
    ['that may exit with 1', { exit_codes: [0, 1] }, 1, '', null],
    ['that was killed', { exit_codes: [0, 1] }, null, '', /did not exit by itself/],
    ['that says what it has to', { stdout_matches: '^active' }, 0, 'active\n', null],
    ['that does not', { stdout_matches: '^active' }, 0, 'inactive', /nothing that matches/],
    ['that says what it must not', { stdout_lacks: 'ERROR' }, 0, 'an ERROR', /has what matches/],
    ['that says it but exits with 3', { stdout_matches: 'ok' }, 3, 'ok', /exited with 3/],
    ['whose number is low enough', percent(80), 0, 'use 80%', null],
    ['whose number is too high', percent(80), 0, 'use 81%', /says 81, expected at most 80/],
    ['that says no number', percent(80), 0, 'use ?%', /has no number/],
    [
      'whose number is too low',
      { stdout_number: { extract: 'free (.*)', at_least: 5 } },
      0,
      'free 4.5',
      /says 4.5, expected at least 5/,
    ],
    [
      'whose number is none',
      { stdout_number: { extract: 'free (.*)', at_least: 5 } },
      0,
      'free lots',
      /has no number/,
    ],
  ])('%s', (_what, expectation, exitCode, output, why) => {
    const said = judgeCommand(expectation, { exitCode, output });
    if (why === null) expect(said).toBeNull();
    else expect(said).toMatch(why);
  });
});

describe('a request', () => {
  test.each<[string, HttpExpectation, number, string, RegExp | null]>([
    ['answered 204', {}, 204, '', null],
    ['answered 302', {}, 302, '', /answered 302, expected 2xx/],
    ['answered 500', {}, 500, '', /answered 500, expected 2xx/],
    ['answered 404 as expected', { status: [404] }, 404, '', null],
    ['answered 200 where 404 is expected', { status: [404, 410] }, 200, '', /expected 404 or 410/],
    ['whose body says it', { body_matches: '"ok":true' }, 200, '{"ok":true}', null],
    ['whose body does not', { body_matches: '"ok":true' }, 200, '{}', /nothing that matches/],
  ])('%s', (_what, expectation, status, body, why) => {
    const said = judgeHttp(expectation, { status, body });
    if (why === null) expect(said).toBeNull();
    else expect(said).toMatch(why);
  });
});
