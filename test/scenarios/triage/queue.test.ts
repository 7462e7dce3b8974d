import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dispatchBatch } from '../../../src/incidents/dispatch.ts';
import { mergeIncidents } from '../../../src/incidents/merge-incidents.ts';
import { resolveIncident } from '../../../src/incidents/resolve-incident.ts';
import type { IncidentState } from '../../../src/incidents/rules/incident.ts';
import { forgetOldTriages } from '../../../src/triage/forget-old-triages.ts';
import { getTriage } from '../../../src/triage/get-triage.ts';
import { lookForAlerts } from '../../../src/triage/look-for-alerts.ts';
import { queueTriages } from '../../../src/triage/queue-triages.ts';
import { triageAgain } from '../../../src/triage/triage-again.ts';
import { type TriageDeps, triageNext } from '../../../src/triage/triage-next.ts';
import { openIncidentRoom, problemOf } from '../incidents/incident-room.ts';

// The queue by itself: who waits, who is taken, and what becomes of attempts that fail.

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
let deps: TriageDeps;

beforeAll(async () => {
  room = await openIncidentRoom();
  const log = pino({ level: 'silent' });
  deps = { store: room.store, clock: () => room.time.now, log };
});
afterAll(() => room?.close());

const dispatch = () =>
  dispatchBatch({
    store: room.store,
    listeners: [],
    watchers: [queueTriages],
    dispatched: () => {},
  });
const drain = async (given = deps) => {
  while (await triageNext(given));
};
const triageOf = ({ incidentId: id }: IncidentState) => getTriage(room.as(), { id });
const subjectOf = ({ incidentId }: IncidentState) =>
  room.store.db
    .selectFrom('triage_subjects')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .executeTakeFirst();
/** The minute between two attempts has passed. */
const waitNoMore = ({ incidentId }: IncidentState) =>
  room.store.db
    .updateTable('triage_subjects')
    .set({ due_at: new Date(0) })
    .where('incident_id', '=', incidentId)
    .where('due_at', 'is not', null)
    .execute();

/** A further alert of the incident, as intake adds one. */
async function join(incident: IncidentState, title: string): Promise<void> {
  const { db } = room.store;
  const first = await db
    .selectFrom('alerts')
    .selectAll()
    .where('incident_id', '=', incident.incidentId)
    .executeTakeFirstOrThrow();
  const [labels, annotations, links] = ['{}', '{}', '[]'];
  const id = `alt_${Math.random().toString(36).slice(2)}`;
  const row = { ...first, alert_id: id, dedup_key: id, title, labels, annotations, links };
  await db.insertInto('alerts').values(row).execute();
  await db
    .updateTable('incidents')
    .set((expression) => ({ alert_count: expression('alert_count', '+', 1) }))
    .where('incident_id', '=', incident.incidentId)
    .execute();
}

async function triaged(title = 'Disk full on db1'): Promise<IncidentState> {
  const incident = await room.opened({ title });
  await dispatch();
  await drain();
  expect(await triageOf(incident)).toMatchObject({ attempt: 1, waiting: false });
  return incident;
}

test('one incident, many replicas: one result', async () => {
  const incident = await room.opened({ title: 'Disk full on db1' });
  await dispatch();
  expect(await triageOf(incident)).toMatchObject({ status: 'triaging', waiting: true });
  const took = await Promise.all(Array.from({ length: 8 }, () => triageNext(deps)));
  expect(took.filter(Boolean)).toHaveLength(1);
  expect(await triageOf(incident)).toMatchObject({ attempt: 1, waiting: false });
});

describe('alerts that come to an open incident', () => {
  test('of a new kind have it triaged again, after a minute; more of the same do not', async () => {
    const incident = await triaged('Disk full on db1');
    const look = lookForAlerts(room.store);
    await join(incident, 'Disk full on db2');
    await look();
    const { due_at, finished_at } = (await subjectOf(incident)) ?? {};
    expect(Number(due_at) - Number(finished_at)).toBe(60_000);
    await drain();
    expect(await triageOf(incident)).toMatchObject({ attempt: 1, waiting: true });
    await waitNoMore(incident);
    await drain();
    expect(await triageOf(incident)).toMatchObject({ attempt: 1, waiting: false });
    await join(incident, 'Database connections refused');
    await look();
    await waitNoMore(incident);
    await drain();
    expect(await triageOf(incident)).toMatchObject({ attempt: 2, reason: 'alerts' });
  });

  test('are not looked for once it is closed', async () => {
    const incident = await triaged();
    await resolveIncident(room.as(), { id: incident.incidentId });
    await dispatch();
    await join(incident, 'Database connections refused');
    await lookForAlerts(room.store)();
    expect(await subjectOf(incident)).toMatchObject({ due_at: null, watched: false });
  });
});

describe('an attempt that fails', () => {
  const broken: TriageDeps['engine'] = () => {
    throw new Error('no good');
  };

  test('is tried again, and given up after three times', async () => {
    const incident = await room.opened();
    await dispatch();
    for (let failures = 1; failures <= 2; failures++) {
      await drain({ ...deps, engine: broken });
      expect(await subjectOf(incident)).toMatchObject({ failures, attempt: 0 });
      await waitNoMore(incident);
    }
    await drain({ ...deps, engine: broken });
    expect(await triageOf(incident)).toMatchObject({
      status: 'failed',
      attempt: 1,
      waiting: false,
      result: null,
      error: expect.any(String),
    });
    await triageAgain(room.as(), { id: incident.incidentId });
    await drain();
    expect(await triageOf(incident)).toMatchObject({ attempt: 2, error: null });
  });

  test('leaves nothing half done when the process ends in the middle', async () => {
    const incident = await room.opened();
    await dispatch();
    const lost = Object.assign(new Error('gone'), { code: '57P01' });
    const dying: TriageDeps['engine'] = () => {
      throw lost;
    };
    await expect(triageNext({ ...deps, engine: dying })).rejects.toThrow('gone');
    expect(await subjectOf(incident)).toMatchObject({ failures: 0, attempt: 0 });
    await drain();
    expect(await triageOf(incident)).toMatchObject({ attempt: 1, waiting: false });
  });
});

test('an incident that was merged away waits no longer and takes no request', async () => {
  const [source, target] = [await room.opened(), await triaged()];
  await mergeIncidents(room.as(), { id: target.incidentId, sources: [source.incidentId] });
  await dispatch();
  await drain();
  expect(await triageOf(source)).toMatchObject({ waiting: false });
  const asked = triageAgain(room.as(), { id: source.incidentId });
  expect(await problemOf(asked)).toMatchObject({ status: 409, code: 'incident_merged' });
});

test('goes with its incident', async () => {
  const incident = await triaged();
  await room.store.db
    .deleteFrom('incidents')
    .where('incident_id', '=', incident.incidentId)
    .execute();
  await forgetOldTriages(room.store, room.time.now);
  expect(await subjectOf(incident)).toBeUndefined();
  const left = room.store.db.selectFrom('triages').select('attempt');
  expect(await left.where('incident_id', '=', incident.incidentId).execute()).toEqual([]);
});
