import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveIncident } from '../../../src/incidents/resolve-incident.ts';
import { listSimilarIncidents } from '../../../src/incidents/similar-incidents.ts';
import { DAY } from '../../../src/kernel/time.ts';
import { openIncidentRoom, problemOf } from './incident-room.ts';

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
beforeAll(async () => {
  room = await openIncidentRoom();
});
afterAll(() => room.close());

const similarTo = async (id: string) => (await listSimilarIncidents(room.as(), { id })).data;

test('what was like it is found, most alike first, with what resolved it', async () => {
  const labels = { alertname: 'DiskFull', team: 'core' };
  const before = await room.opened({ title: 'Disk full on db-1', serviceId: 'svc_web', labels });
  const resolution = 'Deleted old logs';
  await resolveIncident(room.as(), {
    id: before.incidentId,
    root_cause: 'Logs were not rotated',
    resolution,
  });
  const elsewhere = await room.opened({
    title: 'Disk full on db-2',
    serviceId: 'svc_pay',
    labels,
  });
  await room.opened({ title: 'Certificate expires soon', serviceId: 'svc_web' });
  await room.opened({ tenant: 'globex', title: 'Disk full on db-1', labels });
  const now = await room.opened({ title: 'Disk full on db-7', serviceId: 'svc_web', labels });

  const found = await similarTo(now.incidentId.toUpperCase());
  expect(found.map(({ id }) => id)).toEqual([before.incidentId, elsewhere.incidentId]);
  expect(found[0]).toMatchObject({
    score: 1,
    same_service: true,
    same_labels: ['alertname', 'team'],
    progress: 'closed',
    closed_by: 'person',
    closer: 'ann',
    root_cause: 'Logs were not rotated',
    resolution,
    service: { id: 'svc_web', name: 'Web shop' },
    recurrence: false,
    url: `https://hub.example/incidents/${before.incidentId}`,
  });
  expect(found[1]).toMatchObject({ same_service: false, progress: 'triggered', closed_at: null });
});

test('merged, old and foreign ones are not shown, a recurrence always is', async () => {
  const merged = { progress: 'closed', closedBy: 'merge', mergedInto: 'inc_x' } as const;
  await room.opened({ title: 'Queue stuck', change: merged });
  const odd = await room.opened({ title: 'Something else entirely' });
  const one = await room.opened({
    title: 'Queue stuck',
    change: { recurrenceOf: odd.incidentId },
  });
  const found = await similarTo(one.incidentId);
  expect(found.map(({ title, recurrence }) => [title, recurrence])).toEqual([
    ['Something else entirely', true],
  ]);
  const long = await room.opened({ title: 'Elephant in the room' });
  room.time.now += 91 * DAY;
  // Ids hold the real time, so the clock of the verb is what moves here.
  const context = room.as();
  expect((await listSimilarIncidents(context, { id: long.incidentId })).data).toEqual([]);
  room.time.now -= 91 * DAY;
});

test('an incident that is not there is not found', async () => {
  expect(await problemOf(similarTo('inc_none'))).toMatchObject({ status: 404 });
  const foreign = await room.opened({ tenant: 'globex' });
  expect(await problemOf(similarTo(foreign.incidentId))).toMatchObject({ status: 404 });
});

test('at most ten are shown', async () => {
  for (let n = 0; n < 15; n++) await room.opened({ title: `Cache cold on edge-${n}` });
  const one = await room.opened({ title: 'Cache cold on edge-99' });
  expect(await similarTo(one.incidentId)).toHaveLength(10);
});
