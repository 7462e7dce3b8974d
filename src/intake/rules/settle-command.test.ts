import { expect, it } from 'vitest';
import type { AlertCommand } from '../format.ts';
import { settleCommand } from './settle-command.ts';
import { createRoom, createTerms, type Room } from './settle-room.ts';

const terms = createTerms();
const ACKNOWLEDGE: AlertCommand = { dedupKey: 'a', type: 'acknowledge', by: 'Tenex' };
const COMMENT: AlertCommand = { dedupKey: 'a', type: 'comment', text: 'On it' };

function say(room: Room, command: AlertCommand): string {
  const given = { alertId: `alt_${command.dedupKey}`, command };
  const { action, incidentId } = settleCommand(room.workspace, terms, given, room.now());
  return `${action} ${incidentId}`;
}

function firing(): Room {
  const room = createRoom();
  room.take();
  return room;
}

it('acknowledges in the name of whoever did it, once', () => {
  const room = firing();
  expect(say(room, ACKNOWLEDGE)).toBe('acknowledged inc_1');
  expect(say(room, { ...ACKNOWLEDGE, by: 'Wiley' })).toBe('ignored inc_1');
  expect(room.incident('inc_1')).toMatchObject({
    progress: 'acknowledged',
    responders: [{ id: 'int_1', name: 'Tenex', person_id: 0 }],
  });
});

it('takes back what any of the sender’s people said, and leaves people here alone', () => {
  const room = firing();
  say(room, ACKNOWLEDGE);
  expect(say(room, { dedupKey: 'a', type: 'unacknowledge' })).toBe('unacknowledged inc_1');
  expect(room.incident('inc_1').progress).toBe('triggered');
  room.ask('inc_1', { type: 'acknowledge' });
  expect(say(room, { dedupKey: 'a', type: 'unacknowledge' })).toBe('ignored inc_1');
  expect(room.incident('inc_1').progress).toBe('acknowledged');
});

it('comments, in the integration’s name where nobody is named', () => {
  const room = firing();
  expect(say(room, COMMENT)).toBe('commented inc_1');
  expect(room.workspace.entries.at(-1)).toMatchObject({
    kind: 'commented',
    actor: { type: 'person', name: 'Prometheus' },
    detail: { comment: 'On it' },
  });
});

it('does nothing to alerts that are unknown and to incidents that are closed', () => {
  const room = firing();
  expect(say(room, { ...COMMENT, dedupKey: 'other' })).toBe('ignored null');
  room.take({ status: 'resolved' });
  const before = room.workspace.entries.length;
  expect(say(room, COMMENT)).toBe('ignored inc_1');
  expect(say(room, ACKNOWLEDGE)).toBe('ignored inc_1');
  expect(room.workspace.entries).toHaveLength(before);
});

it('snoozes for as long as it is told', () => {
  const room = firing();
  expect(say(room, { dedupKey: 'a', type: 'snooze', minutes: 30 })).toBe('snoozed inc_1');
  expect(room.incident('inc_1').snoozedUntil).toBe(room.now() + 30 * 60_000);
});

it('keeps what is said on closing, though it comes when the incident is closed', () => {
  const room = firing();
  room.take({ status: 'resolved' });
  expect(say(room, { ...COMMENT, onClosed: true })).toBe('commented inc_1');
  expect(room.incident('inc_1').progress).toBe('closed');
});

it('follows an incident that was merged into another', () => {
  const room = firing();
  room.take({ key: 'b' });
  room.ask('inc_1', {
    type: 'close_merged',
    into: { id: 'inc_2', title: 'b' },
  });
  expect(say(room, ACKNOWLEDGE)).toBe('acknowledged inc_2');
});
