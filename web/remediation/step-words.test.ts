import { describe, expect, test } from 'vitest';
import {
  doingOf,
  expectationsOf,
  readable,
  sourceOf,
  sourceWords,
  stepIn,
  visible,
} from './step-words.ts';

describe('what a step does', () => {
  test('each argument of a command stays one, whatever is in it', () => {
    const bound = { program: 'df', args: ['-P', '/; rm -rf /'], sudo: true };
    const argv = { program: 'df', args: ['-P', '/; rm -rf /'], sudo: true };
    expect(doingOf({ kind: 'command', bound })).toEqual({ kind: 'command', argv });
  });

  test('a request names its secrets and never shows them', () => {
    const headers = { Accept: 'text/plain', Authorization: { secret: 'API_TOKEN' } };
    const bound = { method: 'POST', url: 'https://ci.example/run', headers, body: { a: 1 } };
    expect(doingOf({ kind: 'http', bound })).toEqual({
      kind: 'http',
      method: 'POST',
      url: 'https://ci.example/run',
      headers: [
        ['Accept', 'text/plain', false],
        ['Authorization', 'API_TOKEN', true],
      ],
      body: '{\n  "a": 1\n}',
    });
  });

  test('a pause and a task for a person are what they are', () => {
    expect(doingOf({ kind: 'wait', bound: { seconds: 10 } })).toEqual({
      kind: 'wait',
      seconds: 10,
    });
    const manual = doingOf({ kind: 'manual', bound: { instructions: 'Look.' } });
    expect(manual).toEqual({ kind: 'manual', instructions: 'Look.' });
  });
});

test.each([
  ['plain', 'plain'],
  ['two\nlines\there', 'two↵lines⇥here'],
  ['a\u202eb', 'a\\u{202e}b'],
  ['a\u0000b', 'a\\u{0}b'],
  ['a\u200bb', 'a\\u{200b}b'],
])('an argument shows what could hide in it: %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test.each([
  ['two\r\nlines\there', 'two\nlines\there'],
  ['\u001b[1;31mred\u001b[0m', 'red'],
  ['\ufffd[32mgreen\ufffd[0m, 100 \ufffd', 'green, 100 \ufffd'],
  ['a\u0007b', 'a\\u{7}b'],
])('output is read without what only a terminal knows: %j', (output, shown) => {
  expect(readable(output)).toBe(shown);
});

describe('what has to come of a step', () => {
  const command = { name: 'a', kind: 'command', program: 'df' } as const;

  test('a command exits with 0 unless its recipe says otherwise', () => {
    expect(expectationsOf(command)).toEqual(['exits with 0']);
    expect(expectationsOf({ ...command, expect: { exit_codes: [0, 1] } })).toEqual([
      'exits with 0 or 1',
    ]);
  });

  test('all that is expected of an output is said', () => {
    const stdout_number = { extract: '(\\d+)%', at_least: 1, at_most: 89 };
    const expected = { stdout_matches: 'ok', stdout_lacks: 'bad', stdout_number };
    const retry = { attempts: 3, interval_s: 5 };
    expect(expectationsOf({ ...command, expect: expected, retry })).toEqual([
      'exits with 0',
      'its output matches ok',
      'nothing in its output matches bad',
      'the number at (\\d+)% is at least 1 and at most 89',
      'tried up to 3 times, 5 s apart',
    ]);
  });

  test('a request is answered 2xx unless its recipe says otherwise', () => {
    const http = { name: 'a', kind: 'http', method: 'GET', url: 'https://a.example' } as const;
    expect(expectationsOf(http)).toEqual(['is answered 2xx']);
    expect(expectationsOf({ ...http, expect: { status: [204], body_matches: 'x' } })).toEqual([
      'is answered 204',
      'the answer matches x',
    ]);
  });

  test('a pause has nothing to show, and a task is done when a person says so', () => {
    expect(expectationsOf({ name: 'a', kind: 'wait', seconds: 1 })).toEqual([]);
    expect(expectationsOf({ name: 'a', kind: 'manual', instructions: 'x' })).toEqual([]);
  });
});

test('a planned step is found in its document by phase and name', () => {
  const step = { name: 'usage', kind: 'command', program: 'df' } as const;
  const document = {
    slug: 'disk',
    name: 'Disk',
    description: 'x',
    category: 'diagnostic',
    risk: 'none',
    os: ['linux'],
    when: 'true',
    steps: [step],
  } as const;
  const known = { ...document, os: [...document.os], steps: [step] };
  expect(stepIn(known, { phase: 'steps', name: 'usage' })).toBe(step);
  expect(stepIn(known, { phase: 'post_checks', name: 'usage' })).toBeUndefined();
});

describe('where a value is from', () => {
  const reason =
    'the incident is about a full disk; mount from alert.evidence.mount, unit from host';

  test.each([
    ['mount', 'alert.evidence.mount'],
    ['unit', 'host'],
    ['other', null],
    ['moun', null],
  ])('of %s it is %s', (name, source) => {
    expect(sourceOf(name, reason)).toBe(source);
  });

  test.each([
    ['alert.evidence.mount', 'the alert’s evidence mount'],
    ['alert.labels.mountpoint', 'the alert’s label mountpoint'],
    ['incident.service', 'the incident’s service'],
    ['host', 'the host that the alert names'],
    ['alert.labels["a.b/c"]', 'alert.labels["a.b/c"]'],
  ])('%s is said as “%s”', (path, words) => {
    expect(sourceWords(path)).toBe(words);
  });
});
