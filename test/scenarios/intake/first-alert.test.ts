import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIntakeRig, type IntakeRig } from '../../intake-rig.ts';

const GENERIC = '/api/v1/webhooks/generic';
let rig: IntakeRig;

beforeAll(async () => {
  rig = await createIntakeRig();
});
afterAll(() => rig?.close());

test('the first alert of an open integration becomes an incident with its timeline and event', async () => {
  const reply = await rig.post(GENERIC, {
    alerts: [
      {
        title: 'Redis memory',
        severity: 'critical',
        external_id: 'r-1',
        labels: { service: 'redis' },
      },
    ],
  });
  expect(reply).toMatchObject({
    status: 200,
    body: { received: 1, created: 1, incidents_created: 1 },
  });
  const incidentId = reply.body.alerts[0].incident_id;
  const incident = await rig.store.db.selectFrom('incidents').selectAll().executeTakeFirstOrThrow();
  expect(incident).toMatchObject({
    incident_id: incidentId,
    progress: 'triggered',
    severity: 'critical',
    alert_count: 1,
    firing_critical: 1,
    labels: { service: 'redis' },
  });
  const timeline = await rig.store.db.selectFrom('timeline_entries').selectAll().execute();
  expect(timeline).toMatchObject([{ kind: 'opened', seq: 1 }]);
  const outbox = await rig.store.db.selectFrom('outbox').selectAll().execute();
  expect(outbox).toMatchObject([
    { event_type: 'i_new', snapshot: { id: incidentId, title: 'Redis memory' } },
  ]);
  const again = await rig.post(GENERIC, {
    external_id: 'r-1',
    title: 'Redis memory',
    severity: 'critical',
    labels: { service: 'redis' },
  });
  expect(rig.faults).toEqual([]);
  expect(again.body).toMatchObject({
    updated: 1,
    incidents_created: 0,
    alerts: [{ incident_id: incidentId, action: 'repeated' }],
  });
});
