import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeAlert } from '../../../src/incidents/close-alert.ts';
import type { Context } from '../../../src/tenants/caller.ts';
import { createIntakeRig, type IntakeRig } from '../../intake-rig.ts';

const PERSON = { id: 'usr_1', person_id: 7, name: 'Ada', email: 'ada@example.com' };
let rig: IntakeRig;

beforeAll(async () => {
  rig = await createIntakeRig();
});
afterAll(() => rig?.close());

function context(tenantId = 'ten_default'): Context {
  const actor = { type: 'person', ...PERSON } as const;
  const caller = { tenantId, scope: 'responder', actor, ip: null, requestId: null } as const;
  return { store: rig.store, clock: rig.clock, caller };
}

async function fire(id: string) {
  const alert = { title: 'Disk', external_id: id, severity: 'critical' };
  const { body } = await rig.post('/api/v1/webhooks/generic', alert);
  return body.alerts[0] as { alert_id: string; incident_id: string; action: string };
}

const incident = (id: string) =>
  rig.store.db
    .selectFrom('incidents')
    .selectAll()
    .where('incident_id', '=', id)
    .executeTakeFirstOrThrow();

test('an alert that a person closes recovers its incident, and may fire again', async () => {
  const fired = await fire('c-1');
  const closed = await closeAlert(context(), { id: fired.alert_id });
  expect(closed.status).toBe('resolved');
  const after = await incident(fired.incident_id);
  expect(after).toMatchObject({ status: 'ok', firing_critical: 0, progress: 'triggered' });
  expect(after.flagged_at).not.toBeNull();
  const again = await fire('c-1');
  expect(again).toMatchObject({ action: 'joined', incident_id: fired.incident_id });
  expect(await incident(fired.incident_id)).toMatchObject({ firing_critical: 1, flagged_at: null });
});

test('closing an alert twice records it once', async () => {
  const { alert_id, incident_id } = await fire('c-2');
  await Promise.all([
    closeAlert(context(), { id: alert_id }),
    closeAlert(context(), { id: alert_id }),
  ]);
  const { seq } = await incident(incident_id);
  expect(seq).toBe(3);
});

test('an alert of another tenant is not found', async () => {
  const { alert_id } = await fire('c-3');
  await expect(closeAlert(context('ten_other'), { id: alert_id })).rejects.toMatchObject({
    status: 404,
  });
});
