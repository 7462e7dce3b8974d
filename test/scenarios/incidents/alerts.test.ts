import { afterAll, beforeAll, expect, test } from 'vitest';
import { getAlert } from '../../../src/incidents/get-alert.ts';
import { listAlertEvents } from '../../../src/incidents/list-alert-events.ts';
import { listAlerts } from '../../../src/incidents/list-alerts.ts';
import { listIncidentAlerts } from '../../../src/incidents/list-incident-alerts.ts';
import { openIncidentRoom, problemOf } from './incident-room.ts';

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
beforeAll(async () => {
  room = await openIncidentRoom();
});
afterAll(() => room.close());

test('alerts are listed by filter, first seen last first, page by page', async () => {
  const disk = await room.opened({ title: 'Disk full', severity: 'high', serviceId: 'svc_web' });
  room.time.now += 1_000;
  const cpu = await room.opened({ title: 'CPU busy', severity: 'critical' });
  await room.opened({ title: 'Elsewhere', tenant: 'globex' });
  const first = await listAlerts(room.as(), { limit: 1 });
  expect(first.data).toMatchObject([{ title: 'CPU busy', incident_id: cpu.incidentId }]);
  const second = await listAlerts(room.as(), { limit: 1, cursor: first.next_cursor ?? '' });
  expect(second.data).toMatchObject([
    { title: 'Disk full', service: { id: 'svc_web', name: 'Web shop' }, labels: { host: 'db1' } },
  ]);
  expect(second.next_cursor).toBeNull();
  for (const query of [
    { severity: 'high,info' },
    { service: 'Web Shop' },
    { q: 'disk' },
    { incident: disk.incidentId.toUpperCase() },
  ]) {
    const { data } = await listAlerts(room.as(), query);
    expect(data.map((alert) => alert.title)).toEqual(['Disk full']);
  }
  expect((await listAlerts(room.as(), { status: 'resolved' })).data).toEqual([]);
  expect((await listAlerts(room.as(), { integration: 'int_2' })).data).toEqual([]);
});

test('an incident shows its alerts, also one that has gone to another', async () => {
  const old = await room.opened({ title: 'Old' });
  const recurrence = await room.opened({ title: 'New' });
  await room.store.db
    .updateTable('alerts')
    .set({ incident_id: recurrence.incidentId })
    .where('incident_id', '=', old.incidentId)
    .execute();
  const left = await listIncidentAlerts(room.as(), { id: old.incidentId });
  expect(left.data).toMatchObject([{ title: 'Old', incident_id: recurrence.incidentId }]);
  const now = await listIncidentAlerts(room.as(), { id: recurrence.incidentId });
  expect(now.data.map((alert) => alert.title).sort()).toEqual(['New', 'Old']);
  const foreign = listIncidentAlerts(room.as('x', { tenant: 'globex' }), { id: old.incidentId });
  expect(await problemOf(foreign)).toMatchObject({ status: 404 });
});

test('the events of an alert come newest first, the payload for responders only', async () => {
  const { dedupKey } = await room.opened();
  const id = dedupKey ?? '';
  for (const number of [1, 2, 3]) {
    const at = new Date(room.time.now + number);
    const row = { tenant_id: 'ten_acme', alert_id: id, received_at: at, event_id: `evt_${number}` };
    const rest = { kind: 'repeated', status: 'firing', severity: 'high' } as const;
    await room.store.db
      .insertInto('alert_events')
      .values({ ...row, ...rest, started_at: null, ended_at: null, payload: `{"n":${number}}` })
      .execute();
  }
  const first = await listAlertEvents(room.as(), { id, limit: 2 });
  expect(first.data).toMatchObject([{ payload: { n: 3 } }, { payload: { n: 2 } }]);
  const viewer = room.as('eve', { scope: 'viewer' });
  const rest = await listAlertEvents(viewer, { id, cursor: first.next_cursor ?? '' });
  expect(rest.data).toMatchObject([{ id: 'evt_1', kind: 'repeated' }]);
  expect(rest.data[0]).not.toHaveProperty('payload');
  expect(await getAlert(viewer, { id: id.toUpperCase() })).toMatchObject({ id, status: 'firing' });
  expect(await problemOf(getAlert(room.as('x', { tenant: 'globex' }), { id }))).toMatchObject({
    status: 404,
  });
});
