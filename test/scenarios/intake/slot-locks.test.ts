import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openReplica, type Posted } from '../../intake-rig.ts';
import { GENERIC, type IntakeRoom, openIntakeRoom, unsoundIncidents } from './intake-room.ts';

// An event without labels brings a slot that is known only once its alert is read, when the batch
// holds the slots of its other events already.

let room: IntakeRoom;

beforeAll(async () => {
  const actions = { group_by: ['labels.group'], window: null };
  room = await openIntakeRoom({ rules: [{ id: 'grp', condition: '"group" in labels', actions }] });
});
afterAll(() => room?.rig.close());

const member = (group: string, id = group) => ({
  title: 'Alert',
  external_id: id,
  severity: 'critical',
  labels: { group },
});

async function deadlocks(): Promise<number> {
  const { rows } = await room.rig.store.pool.query(
    'select deadlocks::int from pg_stat_database where datname = current_database()',
  );
  return rows[0].deadlocks;
}

test('batches that find their slots in opposite orders do not wait in a circle', async () => {
  const groups = Array.from({ length: 4 }, (_, index) => `group ${index}`);
  await room.fire(...groups.map((group) => member(group)));
  const before = await deadlocks();
  const replicas = [openReplica(room.rig, { lanes: 1 }), openReplica(room.rig, { lanes: 1 })];
  const replies: Posted[] = [];
  const send = async (replica: (typeof replicas)[number], from: number) => {
    for (let turn = from; turn < from + 60; turn++) {
      const named = groups[turn % 4] ?? '';
      // Resolves and fires again without labels, so that the incident may change.
      const bare = { title: 'Alert', external_id: groups[(turn + from) % 4], severity: 'critical' };
      const alerts = [
        member(named, `${named} ${from}`),
        { ...bare, status: 'resolved' },
        { ...bare, status: 'firing' },
      ];
      replies.push(await replica.post(GENERIC, { alerts }));
    }
  };
  await Promise.all(replicas.map((replica, index) => send(replica, 1 + 2 * index)));
  const faults = replicas.flatMap((replica) => replica.faults);
  // A backend's statistics are complete once it is gone.
  await Promise.all(replicas.map((replica) => replica.close()));
  expect(faults).toEqual([]);
  expect(replies.map(({ status }) => status)).toEqual(Array(120).fill(200));
  await expect.poll(deadlocks).toBe(before);
  expect(await unsoundIncidents(room.rig)).toEqual([]);
});

test('a slot that is found late and taken is waited for in line, not asked for again and again', async () => {
  await room.fire(member('held'), member('other'));
  const holder = await room.rig.store.pool.connect();
  await holder.query('begin');
  const { incident_id } = await room.alert('held');
  await holder.query('select * from slots where incident_id = $1 for update', [incident_id]);
  const reply = room.rig.post(GENERIC, {
    alerts: [
      member('other', 'another'),
      { title: 'Alert', external_id: 'held', status: 'resolved' },
    ],
  });
  const waiting = async () => {
    const { rows } = await room.rig.store.pool.query(
      `select pid, query_start::text as since, query from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows;
  };
  await expect.poll(waiting).toHaveLength(1);
  const first = await waiting();
  expect(first[0].query).not.toContain('nowait');
  await sleep(300);
  expect(await waiting()).toEqual(first);
  await holder.query('commit');
  holder.release();
  expect(await reply).toMatchObject({ status: 200 });
  expect(room.rig.faults).toEqual([]);
  expect(await room.alert('held')).toMatchObject({ status: 'resolved' });
  expect(await room.kinds(incident_id)).toContain('alert_resolved');
});
