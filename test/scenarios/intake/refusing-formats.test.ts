import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MINUTE } from '../../../src/kernel/time.ts';
import {
  type Credentials,
  type IntakeRoom,
  openIntakeRoom,
  unsoundIncidents,
} from './intake-room.ts';

let room: IntakeRoom;
let windowed: Credentials;

beforeAll(async () => {
  room = await openIntakeRoom({
    rules: [
      { id: 'mute', condition: 'labels.team == "mute"', actions: { suppress: true } },
      {
        id: 'group',
        condition: 'format == "openremedy" || format == "causeflow"',
        actions: { suppress: true, group_by: ['format'], window: null },
      },
    ],
  });
  windowed = await room.addTenant('windowed', { duplicate_window_minutes: 10 });
});
afterAll(async () => {
  const unsound = room && (await unsoundIncidents(room.rig));
  const faults = room?.rig.faults;
  await room?.rig.close();
  expect(unsound).toEqual([]);
  expect(faults).toEqual([]);
});

const alert = (sourceAlertId?: string) => ({
  title: 'Latency',
  description: 'p99 above 2 s',
  ...(sourceAlertId !== undefined && { sourceAlertId }),
});

describe('CauseFlow', () => {
  test('refuses an id it has seen with 409 and the first incident, whatever became of that', async () => {
    const first = await room.send('causeflow', alert('c1'));
    expect(first).toMatchObject({ status: 202, body: { status: 'triaging' } });
    const { incidentId } = first.body;
    const again = await room.send('causeflow', { ...alert('c1'), severity: 'critical' });
    expect(again).toMatchObject({ status: 409, body: { error: 'duplicate_alert', incidentId } });
    await room.close(incidentId);
    room.pass(365 * 24 * 60 * MINUTE);
    expect(await room.send('causeflow', alert('c1'))).toMatchObject({
      status: 409,
      body: { incidentId },
    });
    expect(await room.kinds(incidentId)).toEqual(['opened', 'resolved']);
  });

  test('opens an incident for each alert: no suppression, no grouping, any severity', async () => {
    const one = await room.send('causeflow', { ...alert('c2'), severity: 'info' });
    const two = await room.send('causeflow', { ...alert('c3'), tags: { team: 'mute' } });
    expect([one.status, two.status]).toEqual([202, 202]);
    expect(one.body.incidentId).not.toBe(two.body.incidentId);
    expect(await room.incident(one.body.incidentId)).toMatchObject({ group_key: null });
    expect(await room.slots('group')).toEqual([]);
  });

  test('takes every alert without an id as a new one', async () => {
    const replies = [await room.send('causeflow', alert()), await room.send('causeflow', alert())];
    expect(replies.map(({ status }) => status)).toEqual([202, 202]);
    expect(replies[0]?.body.incidentId).not.toBe(replies[1]?.body.incidentId);
  });

  test('with a window takes the id again after it; the old incident is counted down', async () => {
    const first = await room.send('causeflow', alert('w1'), windowed);
    expect(first.status).toBe(202);
    room.pass(9 * MINUTE);
    expect((await room.send('causeflow', alert('w1'), windowed)).status).toBe(409);
    room.pass(2 * MINUTE);
    const next = await room.send('causeflow', alert('w1'), windowed);
    expect(next.status).toBe(202);
    expect(await room.incident(next.body.incidentId)).toMatchObject({
      recurrence_of: first.body.incidentId,
      firing_medium: 1,
    });
    expect(await room.incident(first.body.incidentId)).toMatchObject({
      firing_medium: 0,
      status: 'ok',
    });
    expect(await room.send('causeflow', alert('w1'), windowed)).toMatchObject({
      status: 409,
      body: { incidentId: next.body.incidentId },
    });
  });

  test('knows an id per tenant', async () => {
    expect((await room.send('causeflow', alert('c1'), windowed)).status).toBe(202);
  });
});

describe('OpenRemedy', () => {
  const disk = (evidence: object = {}) => ({
    hostname: 'web-01',
    incident_type: 'disk_full',
    severity: 'high',
    evidence: { mount: '/', ...evidence },
  });

  test('counts occurrences, ignores suppression, and closes on its recovery', async () => {
    const first = await room.send('openremedy', disk());
    expect(first).toMatchObject({
      status: 202,
      body: { status: 'firing', occurrences: 1, incident_id: expect.any(String) },
    });
    const again = await room.send('openremedy', disk({ percent: 98 }));
    const { incident_id } = first.body;
    expect(again.body).toMatchObject({ occurrences: 2, incident_id });
    const over = await room.send('openremedy', disk({ status: 'resolved' }));
    expect(over.body).toMatchObject({ status: 'resolved', occurrences: 3, incident_id });
    expect(await room.incident(incident_id)).toMatchObject({ progress: 'closed' });
  });

  test('answers a recovery of something unknown with no incident', async () => {
    const orphan = await room.send('openremedy', disk({ mount: '/data', status: 'resolved' }));
    expect(orphan).toMatchObject({
      status: 202,
      body: { status: 'resolved', incident_id: null, occurrences: 1 },
    });
  });
});
