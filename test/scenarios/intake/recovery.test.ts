import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE } from '../../../src/kernel/time.ts';
import { type IntakeRoom, openIntakeRoom, unsoundIncidents } from './intake-room.ts';

let room: IntakeRoom;
let closing: string;
let delaying: string;
let count = 0;
/** A key of the test's own. */
let key: string;

beforeAll(async () => {
  room = await openIntakeRoom({
    settings: { quiet_period_minutes: 10, reopen_window_minutes: 10 },
  });
  closing = await room.addIntegration('alertmanager');
  delaying = await room.addIntegration('alertmanager', { close_after_minutes: 5 });
});
beforeEach(() => {
  key = `key ${++count}`;
});
afterAll(async () => {
  const unsound = room && (await unsoundIncidents(room.rig));
  const faults = room?.rig.faults;
  await room?.rig.close();
  expect(unsound).toEqual([]);
  expect(faults).toEqual([]);
});

/** Alertmanager tells of the alert; the id of its incident. */
async function tell(path: string, status: 'firing' | 'resolved', severity = 'high') {
  const alert = { status, labels: { alert: key, severity }, fingerprint: key };
  const reply = await room.rig.post(path, { alerts: [alert] });
  expect(reply.status).toBe(200);
  return (await room.alert(key)).incident_id;
}

const fire = async (given: object = {}) => {
  const [fired] = await room.fire({ external_id: key, severity: 'warning', ...given });
  if (!fired) throw new Error('No reply.');
  return fired;
};
const resolve = () => fire({ status: 'resolved' });

describe('Regen', () => {
  test('flags the incident for resolution; firing again clears the flag', async () => {
    const { incident_id } = await fire();
    await resolve();
    expect(await room.incident(incident_id)).toMatchObject({
      progress: 'triggered',
      status: 'ok',
      severity: 'medium',
      firing_medium: 0,
      flagged_at: expect.any(Date),
      ended_at: expect.any(Date),
    });
    expect(await room.kinds(incident_id)).toEqual(['opened', 'alert_resolved', 'flagged']);
    room.pass(60 * MINUTE);
    expect(await fire()).toMatchObject({ incident_id, action: 'joined' });
    expect(await room.incident(incident_id)).toMatchObject({
      flagged_at: null,
      ended_at: null,
      status: 'medium',
      alert_count: 1,
    });
    const pushed = await room.pushed(incident_id);
    expect(pushed.map(({ event_type }) => event_type)).toEqual(['i_new']);
  });
});

describe('elsewhere', () => {
  test('the last recovery closes the incident, with an event that says so', async () => {
    const id = await tell(closing, 'firing');
    await tell(closing, 'resolved');
    expect(await room.incident(id)).toMatchObject({
      progress: 'closed',
      status: 'ok',
      closed_by: 'recovery',
      closer: null,
      closed_at: expect.any(Date),
    });
    const pushed = await room.pushed(id);
    expect(pushed.map(({ event_type }) => event_type)).toEqual(['i_new', 'i_rslv']);
    expect(pushed[1]?.snapshot).toMatchObject({ progress: 'closed', closed_by: 'recovery' });
  });

  test('after a delay the timer does, unless the alert fires again', async () => {
    const id = await tell(delaying, 'firing');
    await tell(delaying, 'resolved');
    expect(await room.incident(id)).toMatchObject({
      progress: 'triggered',
      close_due_at: expect.any(Date),
    });
    room.pass(4 * MINUTE);
    expect(await room.runTimer()).toBe(0);
    await tell(delaying, 'firing');
    room.pass(2 * MINUTE);
    expect(await room.runTimer()).toBe(0);
    await tell(delaying, 'resolved');
    room.pass(6 * MINUTE);
    expect(await room.runTimer()).toBe(1);
    expect(await room.incident(id)).toMatchObject({ progress: 'closed', closed_by: 'recovery' });
    // The timer's close counts as the sender's recovery.
    room.pass(1 * MINUTE);
    expect(await tell(delaying, 'firing')).toBe(id);
    expect(await room.incident(id)).toMatchObject({ progress: 'triggered', close_due_at: null });
  });
});

describe('an alert that fires again after its recovery closed the incident', () => {
  test('reopens it within the reopen window', async () => {
    const id = await tell(closing, 'firing');
    await tell(closing, 'resolved');
    room.pass(9 * MINUTE);
    expect(await tell(closing, 'firing', 'critical')).toBe(id);
    expect(await room.incident(id)).toMatchObject({
      progress: 'triggered',
      severity: 'critical',
      closed_by: null,
      closed_at: null,
      ended_at: null,
    });
    const pushed = await room.pushed(id);
    expect(pushed.map(({ event_type }) => event_type)).toEqual([
      'i_new',
      'i_rslv',
      'i_reopen',
      'i_r_severity',
    ]);
  });

  test('opens a new one after it, linked to the old', async () => {
    const id = await tell(closing, 'firing');
    await tell(closing, 'resolved');
    room.pass(11 * MINUTE);
    const next = await tell(closing, 'firing');
    expect(next).not.toBe(id);
    expect(await room.incident(next)).toMatchObject({ recurrence_of: id });
    expect(await room.incident(id)).toMatchObject({ progress: 'closed' });
  });
});

describe('after a person closed the incident', () => {
  test('a repeat is silent for the quiet period; later it opens a linked incident', async () => {
    const { incident_id } = await fire();
    await room.close(incident_id ?? '');
    room.pass(9 * MINUTE);
    expect(await fire({ title: 'Changed' })).toMatchObject({ action: 'quiet', incident_id });
    expect(await room.kinds(incident_id)).toEqual(['opened', 'resolved']);
    expect(await room.alert(key)).toMatchObject({ event_count: 2, title: 'Alert' });
    room.pass(2 * MINUTE);
    const next = await fire();
    expect(next.action).toBe('opened');
    expect(await room.incident(next.incident_id)).toMatchObject({ recurrence_of: incident_id });
    expect(await room.incident(incident_id)).toMatchObject({ firing_medium: 0, status: 'ok' });
    expect(await room.kinds(incident_id)).toEqual(['opened', 'resolved', 'alert_left']);
    room.pass(60 * MINUTE);
    expect(await fire()).toMatchObject({ action: 'repeated', incident_id: next.incident_id });
  });

  test('a repeat that got worse opens a linked incident at once', async () => {
    const { incident_id } = await fire();
    await room.close(incident_id ?? '');
    const next = await fire({ severity: 'critical' });
    expect(next.action).toBe('opened');
    expect(await room.incident(next.incident_id)).toMatchObject({
      recurrence_of: incident_id,
      severity: 'critical',
    });
  });

  test('a resolve in between ends the quiet period', async () => {
    const { incident_id } = await fire();
    await room.close(incident_id ?? '');
    await resolve();
    const next = await fire();
    expect(next.action).toBe('opened');
    expect(next.incident_id).not.toBe(incident_id);
  });

  test('the resolve of one of its alerts changes no severity and sends nothing', async () => {
    const group = { labels: { alertname: key } };
    const { incident_id } = await fire(group);
    await room.fire({ external_id: `${key} b`, severity: 'critical', ...group });
    await room.close(incident_id ?? '');
    await room.fire({ external_id: `${key} b`, status: 'resolved' });
    expect(await room.incident(incident_id)).toMatchObject({
      severity: 'critical',
      status: 'medium',
      firing_critical: 0,
      firing_medium: 1,
    });
    expect((await room.pushed(incident_id)).at(-1)?.event_type).toBe('i_rslv');
  });

  test('an alert that got better is counted where it stays', async () => {
    const { incident_id } = await fire({ severity: 'critical' });
    await room.close(incident_id ?? '');
    room.pass(11 * MINUTE);
    expect(await fire({ severity: 'info' })).toMatchObject({ action: 'changed', incident_id });
    expect(await room.incident(incident_id)).toMatchObject({ firing_critical: 0, firing_info: 1 });
  });
});
