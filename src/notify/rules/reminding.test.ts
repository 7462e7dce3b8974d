import { expect, test } from 'vitest';
import { remindersStep } from './reminding.ts';

const waiting = { progress: 'triggered', snoozed: false } as const;

test('begin when people are called, and anew when they are called again', () => {
  for (const type of ['i_new', 'i_assign', 'i_a_rspd', 'i_wake', 'i_unack', 'i_reopen']) {
    expect([type, remindersStep([type], waiting)]).toEqual([type, 'start']);
  }
});

test('stay as they are with a storm', () => {
  expect(remindersStep(['i_storm'], waiting)).toBe('keep');
});

test('end with an acknowledgement, a snooze and the close, whatever came before', () => {
  const acknowledged = { progress: 'acknowledged', snoozed: false } as const;
  expect(remindersStep(['i_new', 'i_ack'], acknowledged)).toBe('stop');
  expect(remindersStep(['i_snooze'], { progress: 'triggered', snoozed: true })).toBe('stop');
  expect(remindersStep(['i_rslv'], { progress: 'closed', snoozed: false })).toBe('stop');
  expect(remindersStep(['i_assign'], acknowledged)).toBe('stop');
});
