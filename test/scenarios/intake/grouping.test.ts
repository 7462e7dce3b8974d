import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MINUTE } from '../../../src/kernel/time.ts';
import {
  type GivenRule,
  type IntakeRoom,
  openIntakeRoom,
  unsoundIncidents,
} from './intake-room.ts';

const group_by = ['labels.group'];

const RULES: readonly GivenRule[] = [
  {
    id: 'sliding',
    condition: 'labels.team == "sliding"',
    actions: { group_by, window: { minutes: 5, kind: 'sliding' } },
  },
  { id: 'open', condition: 'labels.team == "open"', actions: { group_by, window: null } },
  { id: 'mute', condition: 'labels.team == "mute"', actions: { suppress: true } },
  {
    id: 'ours',
    condition: 'labels.team == "ours"',
    actions: {
      service: 'Payments',
      severity: 'critical',
      on_recovery: 'close',
      close_after_minutes: 5,
    },
  },
];

let room: IntakeRoom;

beforeAll(async () => {
  room = await openIntakeRoom({ rules: RULES, settings: { storm_thresholds: [3, 4, 6] } });
});
afterAll(async () => {
  const unsound = room && (await unsoundIncidents(room.rig));
  const faults = room?.rig.faults;
  await room?.rig.close();
  expect(unsound).toEqual([]);
  expect(faults).toEqual([]);
});

/** Fires an alert with these labels; its incident and what was done. */
async function fire(id: string, labels: Record<string, string>, given: object = {}) {
  const [fired] = await room.fire({ external_id: id, labels, ...given });
  if (!fired) throw new Error('No reply.');
  return fired;
}

describe('the shipped rule', () => {
  test('groups by alertname and service for five minutes from the first alert', async () => {
    const labels = { alertname: 'DiskFull', service: 'db' };
    const first = await fire('d1', { ...labels, host: '1' });
    room.pass(4 * MINUTE);
    const second = await fire('d2', { ...labels, host: '2' });
    expect(second).toMatchObject({ action: 'joined', incident_id: first.incident_id });
    expect((await fire('d3', { ...labels, service: 'web' })).action).toBe('opened');
    room.pass(2 * MINUTE);
    const late = await fire('d4', labels);
    expect(late.action).toBe('opened');
    expect(await room.incident(first.incident_id)).toMatchObject({
      alert_count: 2,
      rule_id: 'default',
      labels: { ...labels, host: '1' },
    });
    const [opened] = await room.rig.store.db
      .selectFrom('timeline_entries')
      .selectAll()
      .where('incident_id', '=', late.incident_id ?? '')
      .execute();
    expect(opened?.detail).toMatchObject({
      rule: 'Same alertname and service within 5 minutes',
      rule_id: 'default',
    });
  });

  test('leaves alerts without an alertname alone', async () => {
    const first = await fire('n1', { service: 'db' });
    const second = await fire('n2', { service: 'db' });
    expect(second.incident_id).not.toBe(first.incident_id);
  });
});

describe('a rule of the tenant’s own', () => {
  test('with a sliding window takes alerts until none came for that long', async () => {
    const labels = { team: 'sliding', group: 'g' };
    const { incident_id } = await fire('s0', labels);
    for (const id of ['s1', 's2', 's3']) {
      room.pass(4 * MINUTE);
      expect(await fire(id, labels)).toMatchObject({ action: 'joined', incident_id });
    }
    expect((await fire('s4', { ...labels, group: 'h' })).action).toBe('opened');
    room.pass(6 * MINUTE);
    expect((await fire('s5', labels)).action).toBe('opened');
  });

  test('without a window takes alerts until the incident is closed', async () => {
    const labels = { team: 'open', group: 'g' };
    const { incident_id } = await fire('o0', labels);
    room.pass(24 * 60 * MINUTE);
    expect(await fire('o1', labels)).toMatchObject({ action: 'joined', incident_id });
    await room.close(incident_id ?? '');
    expect(await room.slots('open')).toMatchObject([{ incident_id: null, accepts_until: null }]);
    const next = await fire('o2', labels);
    expect(next.action).toBe('opened');
    expect(await room.slots('open')).toMatchObject([{ incident_id: next.incident_id }]);
  });

  test('suppresses', async () => {
    expect(await fire('m0', { team: 'mute' })).toMatchObject({
      action: 'recorded',
      incident_id: null,
    });
  });

  test('sets service, severity and what happens on recovery', async () => {
    const { incident_id } = await fire('x0', { team: 'ours', service: 'web' });
    const services = room.rig.store.db.selectFrom('services').selectAll();
    const [payments] = await services.where('name', '=', 'Payments').execute();
    expect(await room.incident(incident_id)).toMatchObject({
      service_id: payments?.service_id,
      severity: 'critical',
      on_recovery: 'close',
      close_after_minutes: 5,
      rule_id: 'ours',
      group_key: null,
    });
    await fire('x0', { team: 'ours' }, { status: 'resolved' });
    room.pass(6 * MINUTE);
    await room.runTimer();
    expect(await room.incident(incident_id)).toMatchObject({ progress: 'closed' });
  });
});

test('an event without labels keeps the rule and the group its alert has', async () => {
  const labels = { team: 'open', group: 'kept' };
  await fire('k0', labels, { severity: 'info' });
  const [opened] = await room.fire({ external_id: 'k0', severity: 'critical' });
  expect(opened?.action).toBe('opened');
  expect(await room.incident(opened?.incident_id ?? null)).toMatchObject({
    rule_id: 'open',
    labels,
  });
  expect(await fire('k1', labels)).toMatchObject({ incident_id: opened?.incident_id });
  // Two lanes of thought: resolved bare, fired again bare, still the same group.
  await room.fire({ external_id: 'k0', status: 'resolved' });
  const [again] = await room.fire({ external_id: 'k0' });
  expect(again).toMatchObject({ action: 'joined', incident_id: opened?.incident_id });
});

test('a close empties the slot, a reopen takes it back only if it is empty', async () => {
  const path = await room.addIntegration('alertmanager');
  const tell = async (id: string, status: string) => {
    const labels = { team: 'open', group: 'reopen', id };
    await room.rig.post(path, { alerts: [{ status, labels, fingerprint: id }] });
    return (await room.alert(id)).incident_id;
  };
  const slot = async () => {
    const slots = room.rig.store.db.selectFrom('slots').selectAll().where('rule_id', '=', 'open');
    const first = await room.incident((await room.alert('r1')).incident_id);
    const row = slots.where('group_key', '=', first.group_key ?? '');
    return (await row.executeTakeFirstOrThrow()).incident_id;
  };
  const first = await tell('r1', 'firing');
  await tell('r1', 'resolved');
  expect(await slot()).toBeNull();
  expect(await tell('r1', 'firing')).toBe(first);
  expect(await slot()).toBe(first);
  await tell('r1', 'resolved');
  const second = await tell('r2', 'firing');
  expect(second).not.toBe(first);
  expect(await slot()).toBe(second);
  // Reopened within its window, the first goes on beside the one that took its place.
  expect(await tell('r1', 'firing')).toBe(first);
  expect(await slot()).toBe(second);
  expect(await tell('r3', 'firing')).toBe(second);
});

test('storm thresholds are told once each, ascending, as the incident was then', async () => {
  const labels = { alertname: 'Storm' };
  const ids = Array.from({ length: 8 }, (_, index) => `storm ${index}`);
  const [first] = await room.fire(...ids.map((external_id) => ({ external_id, labels })));
  await room.fire({ external_id: 'storm 0', labels, status: 'resolved' });
  await room.fire({ external_id: 'storm 0', labels });
  await room.fire({ external_id: 'storm 9', labels });
  const pushed = await room.pushed(first?.incident_id ?? null);
  const storms = pushed.filter(({ event_type }) => event_type === 'i_storm');
  expect(storms.map(({ snapshot }) => [snapshot.storm_level, snapshot.alert_count])).toEqual([
    [1, 3],
    [2, 4],
    [3, 6],
  ]);
});

test('an incident takes 5,000 alerts; the next one opens another that has the slot', async () => {
  const labels = { team: 'open', group: 'cap' };
  const { incident_id } = await fire('cap 0', labels);
  const { db } = room.rig.store;
  const update = db.updateTable('incidents').set({ alert_count: 4_999, storm_level: 3 });
  await update.where('incident_id', '=', incident_id ?? '').execute();
  expect(await fire('cap 1', labels)).toMatchObject({ action: 'joined', incident_id });
  const next = await fire('cap 2', labels);
  expect(next.action).toBe('opened');
  expect(await fire('cap 3', labels)).toMatchObject({ incident_id: next.incident_id });
});
