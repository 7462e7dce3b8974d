import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeAlert } from '../../../src/incidents/close-alert.ts';
import { MINUTE } from '../../../src/kernel/time.ts';
import { DIRECTORY_TTL } from '../../../src/tenants/directory.ts';
import { openReplica, type Replica } from '../../intake-rig.ts';
import { GENERIC, type IntakeRoom, openIntakeRoom, signed, unsoundEvents } from './intake-room.ts';

// What others are told of the alerts themselves: a_new, a_update, a_merge, a_close.

let room: IntakeRoom;
let second: Replica;

beforeAll(async () => {
  room = await openIntakeRoom({
    rules: [{ id: 'mute', condition: 'labels.team == "mute"', actions: { suppress: true } }],
  });
  second = openReplica(room.rig);
});
afterAll(async () => {
  const unsound = room && (await unsoundEvents(room.rig));
  await second?.close();
  await room?.rig.close();
  expect(unsound).toEqual([]);
});

async function fire(id: string, given: object = {}) {
  const [fired] = await room.fire({ external_id: id, severity: 'critical', ...given });
  if (!fired) throw new Error('No reply.');
  return fired;
}

/** `seq type status severity title -> title of the incident`. */
async function told(id: string): Promise<string[]> {
  return (await room.told(id)).map(({ seq, event_type, snapshot }) => {
    const { status, severity, title, incident } = snapshot;
    return `${seq} ${event_type} ${status} ${severity} ${title} -> ${incident?.title ?? 'none'}`;
  });
}

/** CauseFlow's ids have a room of their own among the keys. */
const keyOf = (sourceAlertId: string) => `id:${sourceAlertId}`;

test('nothing is made while no webhook wants it', async () => {
  await room.listen(['i_new', 'i_ack']);
  await room.listen(['*'], { kind: 'action' });
  await room.listen(['a_new'], { enabled: false });
  const { alert_id } = await fire('silent');
  await fire('silent', { title: 'Other' });
  await fire('silent', { status: 'resolved' });
  await fire('silent');
  await closeAlert(room.as('ten_default'), { id: alert_id });
  expect(await room.count('alert_outbox')).toBe(0);
  expect(await room.alert('silent')).toMatchObject({ seq: 0, pushed_at: null });
});

test('a webhook that wants one kind makes all kinds, in this replica as soon as it is told', async () => {
  await room.listen(['a_close']);
  await fire('first');
  expect(await told('first')).toHaveLength(2);
});

test('a new alert is told, then the incident it comes to', async () => {
  const labels = { alertname: 'Disk', service: 'Database' };
  const fired = await fire('new', { title: 'Disk full', description: '97 %', labels });
  const [born, merged, ...more] = await room.told('new');
  expect(more).toEqual([]);
  const alert = await room.alert('new');
  expect(born).toMatchObject({
    tenant_id: 'ten_default',
    alert_id: fired.alert_id,
    seq: 1,
    event_type: 'a_new',
    event_id: expect.stringMatching(/^evt_/),
    actor: { type: 'integration', id: alert.integration_id, name: 'Generic webhook' },
  });
  expect(born?.snapshot).toEqual({
    id: fired.alert_id,
    integration_id: alert.integration_id,
    dedup_key: 'new',
    status: 'firing',
    severity: 'critical',
    title: 'Disk full',
    description: '97 %',
    service_id: alert.service_id,
    labels,
    first_seen_at: alert.first_seen_at.toISOString(),
    last_seen_at: alert.last_seen_at.toISOString(),
    resolved_at: null,
    event_count: 1,
    incident: null,
  });
  expect(merged).toMatchObject({ seq: 2, event_type: 'a_merge' });
  expect(merged?.snapshot).toEqual({
    ...born?.snapshot,
    incident: { id: fired.incident_id, title: 'Disk full' },
  });
  expect(merged?.event_id).not.toBe(born?.event_id);
  expect((merged?.event_at ?? 0) > (born?.event_at ?? 0)).toBe(true);
  expect(alert).toMatchObject({ seq: 2, pushed_at: merged?.event_at });
});

test('an alert that joins a group is told with the title of the incident, which others gave it', async () => {
  const labels = { alertname: 'Group' };
  await fire('g1', { title: 'One', labels });
  await fire('g2', { title: 'Two', labels });
  expect(await told('g2')).toEqual([
    '1 a_new firing critical Two -> none',
    '2 a_merge firing critical Two -> One',
  ]);
});

test('changes are told with the incident, though the incident is not locked for them', async () => {
  await fire('change', { title: 'One' });
  await fire('change', { title: 'Two' });
  await fire('change', { title: 'Two', severity: 'warning' });
  await fire('change', { title: 'Two', severity: 'warning', status: 'resolved' });
  room.pass(1_000);
  await fire('change', { title: 'Two', severity: 'warning' });
  expect((await told('change')).slice(2)).toEqual([
    '3 a_update firing critical Two -> One',
    '4 a_update firing medium Two -> One',
    '5 a_update resolved medium Two -> One',
    '6 a_update firing medium Two -> One',
  ]);
  const [resolved, refired] = (await room.told('change')).slice(4);
  expect(resolved?.snapshot.resolved_at).toBe(resolved?.snapshot.last_seen_at);
  expect(refired?.snapshot).toMatchObject({ resolved_at: null, event_count: 5 });
});

test('several events of one request are told one after another', async () => {
  const alert = { external_id: 'batch', severity: 'critical' };
  await room.fire(
    { ...alert, title: 'One' },
    { ...alert, title: 'One' },
    { ...alert, title: 'Two' },
    { ...alert, title: 'Two', status: 'resolved' },
  );
  expect(await told('batch')).toEqual([
    '1 a_new firing critical One -> none',
    '2 a_merge firing critical One -> One',
    '3 a_update firing critical Two -> One',
    '4 a_update resolved critical Two -> One',
  ]);
});

test('repeats without anything new are counted and told to nobody', async () => {
  await fire('repeat');
  const before = await room.alert('repeat');
  for (let count = 0; count < 5; count++) {
    room.pass(2 * MINUTE);
    await fire('repeat');
  }
  expect(await told('repeat')).toHaveLength(2);
  const { last_seen_at, event_count, event_kept_at, ...after } = await room.alert('repeat');
  expect(event_count).toBe(6);
  expect(last_seen_at > before.last_seen_at).toBe(true);
  expect(event_kept_at > before.event_kept_at).toBe(true);
  expect(before).toMatchObject(after);
});

test('alerts that open nothing are told without an incident', async () => {
  await fire('info', { severity: 'info' });
  await fire('muted', { labels: { team: 'mute' } });
  expect(await told('info')).toEqual(['1 a_new firing info Alert -> none']);
  expect(await told('muted')).toEqual(['1 a_new firing critical Alert -> none']);
});

test('a resolve of something unknown is told when it fires', async () => {
  await fire('orphan', { status: 'resolved' });
  await fire('orphan', { status: 'resolved', title: 'Other' });
  expect(await told('orphan')).toEqual([]);
  await fire('orphan');
  expect(await told('orphan')).toEqual([
    '1 a_new firing critical Alert -> none',
    '2 a_merge firing critical Alert -> Alert',
  ]);
});

test('a recurrence comes to another incident', async () => {
  const { incident_id } = await fire('again', { title: 'One' });
  await room.close(incident_id ?? '');
  await fire('again', { title: 'Ignored' });
  room.pass(11 * MINUTE);
  const next = await fire('again', { title: 'Two' });
  expect(next.action).toBe('opened');
  expect((await told('again')).slice(2)).toEqual([
    '3 a_update firing critical Two -> One',
    '4 a_merge firing critical Two -> Two',
  ]);
});

test('a person closes an alert: a_close, once, and the sender fires it again', async () => {
  const { alert_id, incident_id } = await fire('closed', { title: 'One' });
  const ann = room.as('ten_default');
  await Promise.all([closeAlert(ann, { id: alert_id }), closeAlert(ann, { id: alert_id })]);
  const [, , closed, ...more] = await room.told('closed');
  expect(more).toEqual([]);
  expect(closed).toMatchObject({
    seq: 3,
    event_type: 'a_close',
    actor: { type: 'person', id: 'usr_ann', name: 'Ann' },
    snapshot: {
      status: 'resolved',
      incident: { id: incident_id, title: 'One' },
      resolved_at: expect.stringMatching(/^2/),
      labels: {},
    },
  });
  expect(Date.parse(closed?.snapshot.resolved_at ?? '')).toBeGreaterThanOrEqual(
    Date.parse(closed?.snapshot.last_seen_at ?? ''),
  );
  expect(await room.alert('closed')).toMatchObject({
    status: 'resolved',
    seq: 3,
    pushed_at: closed?.event_at,
  });
  await fire('closed', { title: 'One' });
  expect((await told('closed')).slice(3)).toEqual(['4 a_update firing critical One -> One']);
});

test('a refused duplicate is told to nobody', async () => {
  const body = { title: 'Once', description: 'd', sourceAlertId: 'dup' };
  expect((await room.send('causeflow', body)).status).toBe(202);
  expect((await room.send('causeflow', body)).status).toBe(409);
  expect(await room.told(keyOf('dup'))).toHaveLength(2);
});

test('one tenant listens, another does not, in the same batch', async () => {
  const tenants = [await room.addTenant('acme'), await room.addTenant('globex')];
  await room.listen(['*'], { tenantId: 'ten_acme' });
  const posts = Array.from({ length: 20 }, (_, index) =>
    tenants.map((tenant) => {
      const body = { title: 'Both', description: 'd', sourceAlertId: `both ${index}` };
      return room.send('causeflow', body, tenant);
    }),
  );
  await Promise.all(posts.flat());
  const { rows } = await room.rig.store.pool.query(
    `select tenant_id, count(*)::int as events from alert_outbox
     where tenant_id <> 'ten_default' group by 1`,
  );
  expect(rows).toEqual([{ tenant_id: 'ten_acme', events: 40 }]);
});

test('another replica hears of a webhook within the time to live, and of its end', async () => {
  const quiet = await room.addTenant('quiet');
  const fireThere = (id: string) => {
    const body = { title: 'There', description: 'd', sourceAlertId: id };
    const path = `/v1/webhooks/${quiet.slug}/custom`;
    return second.post(path, body, { headers: signed(quiet, body) });
  };
  await fireThere('before');
  await room.listen(['a_new'], { tenantId: 'ten_quiet' });
  await fireThere('unheard');
  room.pass(DIRECTORY_TTL);
  await fireThere('heard');
  expect(await room.told(keyOf('unheard'))).toEqual([]);
  expect(await room.told(keyOf('heard'))).toHaveLength(2);
  const { db } = room.rig.store;
  await db
    .updateTable('webhooks')
    .set({ enabled: false })
    .where('tenant_id', '=', 'ten_quiet')
    .execute();
  room.pass(DIRECTORY_TTL);
  await fireThere('after');
  expect(await room.told(keyOf('after'))).toEqual([]);
});

test('two replicas that change one alert at once number its events without a gap', async () => {
  const post = (index: number) =>
    (index % 2 === 0 ? room.rig : second).post(GENERIC, {
      title: `Title ${index % 7}`,
      external_id: 'race',
      severity: index % 3 === 0 ? 'critical' : 'warning',
      status: index % 5 === 4 ? 'resolved' : 'firing',
    });
  const replies = await Promise.all(Array.from({ length: 120 }, (_, index) => post(index)));
  expect(replies.every(({ status }) => status === 200)).toBe(true);
  const events = await room.told('race');
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.filter(({ event_type }) => event_type === 'a_new')).toHaveLength(1);
  const { title, status, severity, seq } = await room.alert('race');
  expect(events.at(-1)).toMatchObject({ seq, snapshot: { title, status, severity } });
});
