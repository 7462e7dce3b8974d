import { describe, expect, it } from 'vitest';
import { type AlertOutboxRow, alertEvent } from '../../incidents/alert-events.ts';
import { MINUTE } from '../../kernel/time.ts';
import { createRoom, createTerms, START } from './settle-room.ts';

const open = (given: Parameters<typeof createTerms>[0] = {}) => {
  const room = createRoom(createTerms({ alertEvent, ...given }));
  const rows = () => room.workspace.alertEvents as AlertOutboxRow[];
  return {
    ...room,
    rows,
    /** `type status severity title -> incident`, from the snapshots. */
    told: () =>
      rows().map(({ eventType, snapshot }) => {
        const { status, severity, title, incident } = JSON.parse(snapshot);
        return `${eventType} ${status} ${severity} ${title} -> ${incident?.id ?? 'none'}`;
      }),
  };
};

describe('an alert that somebody listens to', () => {
  it('is new, then comes to its incident', () => {
    const room = open();
    room.take({ title: 'Disk', severity: 'high' });
    expect(room.told()).toEqual([
      'a_new firing high Disk -> none',
      'a_merge firing high Disk -> inc_1',
    ]);
    const [born, merged] = room.rows();
    expect(born).toMatchObject({
      tenantId: 'ten_acme',
      alertId: 'alt_a',
      seq: 1,
      eventAt: START,
      createdAt: START,
      actor: { type: 'integration', id: 'int_1' },
    });
    expect(merged).toMatchObject({ seq: 2, eventAt: START + 1, createdAt: START });
    expect(room.alert()).toMatchObject({ seq: 2, pushedAt: START + 1 });
    expect(JSON.parse(merged?.snapshot ?? '')).toEqual({
      id: 'alt_a',
      integration_id: 'int_1',
      dedup_key: 'a',
      status: 'firing',
      severity: 'high',
      title: 'Disk',
      description: '',
      service_id: null,
      labels: { key: 'a' },
      first_seen_at: new Date(START).toISOString(),
      last_seen_at: new Date(START).toISOString(),
      resolved_at: null,
      event_count: 1,
      incident: { id: 'inc_1', title: 'Disk' },
    });
  });

  it('is told once below the severity gate, and comes to an incident when it gets worse', () => {
    const room = open();
    room.take({ severity: 'info' });
    room.take({ severity: 'info' });
    room.take({ severity: 'critical' });
    expect(room.told()).toEqual([
      'a_new firing info a -> none',
      'a_update firing critical a -> none',
      'a_merge firing critical a -> inc_1',
    ]);
  });

  it('is updated by other content, a resolve and a re-fire; by repeats it is not', () => {
    const room = open({ onRecovery: 'flag' });
    room.take({ title: 'One' });
    room.take({ title: 'One' });
    room.take({ title: 'Two' });
    room.pass(MINUTE);
    room.take({ status: 'resolved' });
    room.take({ status: 'resolved' });
    room.take({ status: 'resolved', title: 'Three' });
    room.take();
    expect(room.told().slice(2)).toEqual([
      'a_update firing medium Two -> inc_1',
      'a_update resolved medium Two -> inc_1',
      'a_update resolved medium Three -> inc_1',
      'a_update firing medium Three -> inc_1',
    ]);
    const resolved = JSON.parse(room.rows()[3]?.snapshot ?? '');
    expect(resolved.resolved_at).toBe(new Date(START + MINUTE).toISOString());
  });

  it('tells of a recurrence where it was, then where it is', () => {
    const room = open();
    room.take({ severity: 'high' });
    room.ask('inc_1', { type: 'resolve' });
    room.take({ severity: 'critical' });
    expect(room.told().slice(2)).toEqual([
      'a_update firing critical a -> inc_1',
      'a_merge firing critical a -> inc_2',
    ]);
    room.ask('inc_2', { type: 'resolve' });
    room.pass(10 * MINUTE);
    room.take({ severity: 'critical' });
    expect(room.told().slice(4)).toEqual(['a_merge firing critical a -> inc_3']);
  });

  it('is quiet in the quiet period, though the sender says other things', () => {
    const room = open();
    room.take({ title: 'One' });
    room.ask('inc_1', { type: 'resolve' });
    room.take({ title: 'Two' });
    expect(room.told()).toHaveLength(2);
  });

  it('says nothing about what is late', () => {
    const room = open();
    room.take({ startedAt: START - 1_000 });
    room.take({ status: 'resolved', endedAt: START - 2_000 });
    expect(room.told()).toHaveLength(2);
  });

  it('is new only when it fires, if it was known as resolved', () => {
    const room = open();
    room.take({ status: 'resolved', title: 'One' });
    room.take({ status: 'resolved', title: 'Two' });
    expect(room.told()).toEqual([]);
    room.take();
    expect(room.told()).toEqual([
      'a_new firing medium Two -> none',
      'a_merge firing medium Two -> inc_1',
    ]);
  });

  it('keeps its times ascending though the clock goes back', () => {
    const room = open();
    room.take({ title: 'One' });
    room.pass(-MINUTE);
    room.take({ title: 'Two' });
    expect(room.rows().map(({ eventAt }) => eventAt)).toEqual([START, START + 1, START + 2]);
  });
});

it('an alert that nobody listens to has no events and no numbers', () => {
  const room = createRoom();
  room.take({ title: 'One' });
  room.take({ title: 'Two' });
  room.take({ status: 'resolved' });
  expect(room.workspace.alertEvents).toEqual([]);
  expect(room.alert()).toMatchObject({ seq: 0, pushedAt: null });
});

it('an alert from before anybody listened is updated, and new only if it fires again', () => {
  const room = createRoom();
  const heard = createTerms({ alertEvent });
  for (const key of ['a', 'b']) room.take({ key });
  room.take({ key: 'b', status: 'resolved' });
  room.take({ key: 'a', title: 'One' }, heard);
  room.take({ key: 'b' }, heard);
  const types = (room.workspace.alertEvents as AlertOutboxRow[]).map((row) => row.eventType);
  expect(types).toEqual(['a_update', 'a_new']);
});
