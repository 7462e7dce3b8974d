import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockForAction, recordActionRun } from '../../../src/incidents/action-runs.ts';
import { listTimeline } from '../../../src/incidents/list-timeline.ts';
import { transact } from '../../../src/store/transaction.ts';
import { openIncidentRoom, problemOf } from './incident-room.ts';

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
beforeAll(async () => {
  room = await openIncidentRoom();
});
afterAll(() => room.close());

const lock = (incidentId: string, tenantId = 'ten_acme') =>
  transact(room.store, (tx) => lockForAction(tx, tenantId, incidentId));

function ran(incidentId: string) {
  const { actor } = room.as('ann').caller;
  const run = { tenantId: 'ten_acme', actionId: 'act_1', name: 'Restart', now: room.time.now };
  return transact(room.store, (tx) => recordActionRun(tx, { ...run, incidentId, actor }));
}

const closed = { progress: 'closed', closedBy: 'recovery' } as const;

test('a run is on the timeline and told to subscribers, also of a closed incident', async () => {
  for (const change of [{}, closed]) {
    const { incidentId: id } = await room.opened({ change });
    expect(await lock(id)).toMatchObject({ incidentId: id, seq: 1 });
    await ran(id);
    const { data } = await listTimeline(room.as(), { id });
    expect(data.at(-1)).toMatchObject({
      kind: 'action_run',
      actor: { id: 'usr_ann' },
      detail: { action_id: 'act_1', name: 'Restart' },
    });
    expect(await room.eventTypes(id)).toEqual(['i_new', 'i_custom']);
  }
});

test('runs at the same time are all recorded', async () => {
  const { incidentId: id } = await room.opened();
  await Promise.all([ran(id), ran(id), ran(id)]);
  expect((await room.events(id)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
});

test('a merged incident takes no action; one merged while it ran records nothing', async () => {
  const { incidentId: id } = await room.opened({ change: { ...closed, mergedInto: 'inc_1' } });
  expect(await problemOf(lock(id))).toMatchObject({
    status: 409,
    code: 'incident_merged',
    extra: { merged_into: 'inc_1', allowed_commands: [] },
  });
  await ran(id);
  await ran('inc_gone');
  expect(await room.eventTypes(id)).toEqual(['i_new']);
});

test('an incident that is unknown or another tenant’s is not found', async () => {
  const { incidentId: id } = await room.opened();
  expect(await problemOf(lock(id, 'ten_globex'))).toMatchObject({ status: 404 });
  expect(await problemOf(lock('inc_nothing'))).toMatchObject({ status: 404 });
});
