import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openReplica, type Posted, type Replica } from '../../intake-rig.ts';
import {
  GENERIC,
  type IntakeRoom,
  openIntakeRoom,
  signed,
  statuses,
  unsoundIncidents,
} from './intake-room.ts';

let room: IntakeRoom;
let second: Replica;

beforeAll(async () => {
  room = await openIntakeRoom();
  second = openReplica(room.rig);
});
afterAll(async () => {
  await second?.close();
  await room?.rig.close();
});

const CAUSEFLOW = '/v1/webhooks/default/custom';

/** Which intake takes the n-th of many simultaneous posts. */
type Turn = (index: number) => Pick<Replica, 'post'>;

const places: readonly [string, Turn][] = [
  ['two lanes', () => room.rig],
  ['two replicas', (index) => (index % 2 === 0 ? room.rig : second)],
];

function noFaults(): void {
  expect(room.rig.faults).toEqual([]);
  expect(second.faults).toEqual([]);
}

const ofAll = (count: number, post: (index: number) => Promise<Posted>) =>
  Promise.all(Array.from({ length: count }, (_, index) => post(index)));

describe.each(places)('50 simultaneous posts of one new key through %s', (place, turn) => {
  test('make one alert with 50 events and one incident', async () => {
    const key = `storm ${place}`;
    const replies = await ofAll(50, (index) =>
      turn(index).post(GENERIC, { title: 'Storm', external_id: key, severity: 'critical' }),
    );
    noFaults();
    expect(statuses(replies)).toEqual({ 200: 50 });
    expect(new Set(replies.map(({ body }) => body.alerts[0].incident_id)).size).toBe(1);
    expect(replies.filter(({ body }) => body.incidents_created === 1)).toHaveLength(1);
    expect(replies.filter(({ body }) => body.created === 1)).toHaveLength(1);
    expect(await room.alert(key)).toMatchObject({ event_count: 50, status: 'firing' });
    const { incident_id } = await room.alert(key);
    expect(await room.kinds(incident_id)).toEqual(['opened']);
    expect(await room.incident(incident_id)).toMatchObject({ alert_count: 1, firing_critical: 1 });
  });

  test('are in CauseFlow one 202 and 49 times 409 with its incident', async () => {
    const body = { title: 'Storm', description: 'd', sourceAlertId: `storm ${place}` };
    const headers = signed(room.rig, body);
    const replies = await ofAll(50, (index) => turn(index).post(CAUSEFLOW, body, { headers }));
    noFaults();
    expect(statuses(replies)).toEqual({ 202: 1, 409: 49 });
    expect(new Set(replies.map((reply) => reply.body.incidentId)).size).toBe(1);
  });

  test('of different alerts of a new group make one incident with all of them', async () => {
    const replies = await ofAll(50, (index) =>
      turn(index).post(GENERIC, {
        title: 'Disk full',
        external_id: `group ${place} ${index}`,
        labels: { alertname: `Group ${place}` },
      }),
    );
    noFaults();
    expect(statuses(replies)).toEqual({ 200: 50 });
    const [id, ...others] = new Set(replies.map(({ body }) => body.alerts[0].incident_id));
    expect(others).toEqual([]);
    expect(await room.incident(id)).toMatchObject({ alert_count: 50, firing_medium: 50 });
    const storms = (await room.pushed(id)).filter(({ event_type }) => event_type === 'i_storm');
    expect(storms).toHaveLength(1);
  });

  test('with one Idempotency-Key are one request, though the alerts have no id', async () => {
    const headers = { 'idempotency-key': `once-${place.replace(' ', '-')}` };
    const body = { title: `Idempotent ${place}`, description: 'no id' };
    const causeflow = { ...signed(room.rig, body), ...headers };
    const replies = await ofAll(50, (index) =>
      turn(index).post(CAUSEFLOW, body, { headers: causeflow }),
    );
    noFaults();
    expect(statuses(replies)).toEqual({ 202: 50 });
    expect(new Set(replies.map((reply) => reply.body.incidentId)).size).toBe(1);
  });

  test('naming a new service create it once', async () => {
    const service = `svc ${place}`;
    const replies = await ofAll(50, (index) =>
      turn(index).post(GENERIC, { title: `${index}`, labels: { service, index } }),
    );
    noFaults();
    expect(statuses(replies)).toEqual({ 200: 50 });
    const query = room.rig.store.db.selectFrom('services').selectAll();
    expect(await query.where('name', '=', service).execute()).toMatchObject([{ hidden: true }]);
  });
});

const pick = <T>(values: readonly T[]): T => values[Math.floor(Math.random() * values.length)] as T;

function randomAlert(index: number) {
  const status = pick(['firing', 'firing', 'resolved'] as const);
  return {
    title: `Load ${index}`,
    external_id: `load ${index}`,
    status,
    severity: pick(['critical', 'warning', 'info'] as const),
    // The same alert may meet several groups in its life.
    ...(Math.random() < 0.7 && { labels: { alertname: pick(['A', 'B', 'C', 'D']) } }),
  };
}

/** Ten of forty alerts, ascending or descending. */
function overlappingBatch(descending: boolean) {
  const keys = new Set(Array.from({ length: 10 }, () => Math.floor(Math.random() * 40)));
  const sorted = [...keys].sort((a, b) => a - b);
  return (descending ? sorted.reverse() : sorted).map(randomAlert);
}

test('two replicas with overlapping batches in opposite orders lose and miscount nothing', async () => {
  const { rig } = room;
  const replies: Posted[] = [];
  let sent = 0;
  let sending = true;
  const send = async (replica: Replica, descending: boolean) => {
    for (let batch = 0; batch < 20; batch++) {
      const alerts = overlappingBatch(descending);
      sent += alerts.length;
      replies.push(await replica.post(GENERIC, { alerts }));
    }
  };
  const people = async () => {
    while (sending) {
      const open = rig.store.db.selectFrom('incidents').select('incident_id');
      const rows = await open.where('progress', '<>', 'closed').execute();
      const row = pick(rows);
      if (row) await room.close(row.incident_id);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const senders = Array.from({ length: 6 }, (_, index) => [
    send(rig, index % 2 === 0),
    send(second, index % 2 === 1),
  ]);
  const closing = people();
  await Promise.all(senders.flat()).finally(() => {
    sending = false;
  });
  await closing;
  noFaults();
  expect(statuses(replies)).toEqual({ 200: 240 });
  expect(await unsoundIncidents(rig)).toEqual([]);
  const { rows } = await rig.store.pool.query(
    `select sum(event_count)::int as events from alerts where dedup_key like 'load %'`,
  );
  expect(rows[0].events).toBe(sent);
});

test('two replicas that meet the same new alerts and groups in other orders agree on them', async () => {
  for (let round = 0; round < 10; round++) {
    const alerts = Array.from({ length: 100 }, (_, index) => ({
      title: 'New',
      external_id: `new ${round} ${index}`,
      labels: { alertname: `New ${round} ${index % 50}` },
    }));
    const replies = await ofAll(8, (index) => {
      const turned = [...alerts.slice(index * 7), ...alerts.slice(0, index * 7)];
      const replica = index % 2 === 0 ? room.rig : second;
      return replica.post(GENERIC, { alerts: index % 2 === 0 ? turned : turned.toReversed() });
    });
    expect(statuses(replies)).toEqual({ 200: 8 });
  }
  noFaults();
  expect(await unsoundIncidents(room.rig)).toEqual([]);
});
