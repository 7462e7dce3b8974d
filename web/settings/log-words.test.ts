import { describe, expect, test } from 'vitest';
import type { Member } from '../api/shapes.ts';
import { actorOf, detailOf, subjectWords } from './log-words.ts';
import type { LogEntry } from './remediation-settings.ts';

const entry: LogEntry = {
  seq: 1,
  at: '2026-11-21T12:00:00.000Z',
  actor: { type: 'person', id: 'usr_ana' },
  action: 'mode.set',
  subject_id: 'host:web-01',
  detail: { from: 'shadow', to: 'live', run_id: null, everywhere: false },
  previous_hash: '',
  entry_hash: 'h',
};

describe('who did it', () => {
  const ana = { id: 'usr_ana', name: 'Ana' } as Member;

  test('goes by name while they are a member', () => {
    expect(actorOf(entry, [ana])).toBe('Ana');
    expect(actorOf(entry, [])).toBe('Former member');
  });

  test.each([
    ['system', null, 'The hub'],
    ['operator', null, 'The operator'],
    ['integration', 'rnr_1', 'A runner'],
    ['person', 'key_1', 'An API key'],
  ])('%s %s is %s', (type, id, words) => {
    expect(actorOf({ ...entry, actor: { type, id } }, [ana])).toBe(words);
  });
});

test('what it happened to goes by name where there is one', () => {
  const names = new Map([['svc_1', 'shop']]);
  expect(subjectWords('host:web-01', names)).toBe('host web-01');
  expect(subjectWords('service:svc_1', names)).toBe('service shop');
  expect(subjectWords('service:svc_2', names)).toBe('service svc_2');
  expect(subjectWords('hub', names)).toBe('the whole hub');
  expect(subjectWords('ten_default', names)).toBe('everything');
  expect(subjectWords('run_1', names)).toBe('run_1');
});

test('details are names and texts; what is null is left out', () => {
  expect(detailOf(entry)).toEqual([
    ['from', 'shadow'],
    ['to', 'live'],
    ['everywhere', 'false'],
  ]);
});
