import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyRetention } from '../../../src/incidents/retention.ts';
import { forgetOldCounts } from '../../../src/ingress/forget-old-counts.ts';
import { startJobs } from '../../../src/jobs/jobs.ts';
import { DAY } from '../../../src/kernel/time.ts';
import { createIntakeRig, hmac, type IntakeRig } from '../../intake-rig.ts';

const GENERIC = '/api/v1/webhooks/generic';
let rig: IntakeRig;

beforeAll(async () => {
  rig = await createIntakeRig();
});
afterAll(() => rig?.close());

const count = async (
  table: 'alerts' | 'incidents' | 'timeline_entries' | 'receipt_counts' | 'slots',
) => {
  const { rows } = await rig.store.pool.query(`select count(*)::int as n from ${table}`);
  return rows[0].n as number;
};

async function closeAll() {
  await rig.store.pool.query(
    `update incidents set progress = 'closed', closed_by = 'person', closed_at = now()`,
  );
  await rig.store.pool.query(`update alerts set status = 'resolved'`);
  await rig.store.pool.query('update slots set incident_id = null');
}

test('what is closed or idle for long enough goes, with its timeline; tombstones stay', async () => {
  const alert = { title: 'Old', external_id: 'r-1', labels: { alertname: 'Old' } };
  await rig.post(GENERIC, alert);
  const body = JSON.stringify({ title: 'x', description: 'y', sourceAlertId: 'a-1' });
  const headers = { 'x-api-key': rig.apiKey, 'x-webhook-signature': hmac(rig.webhookSecret, body) };
  const first = await rig.post('/v1/webhooks/default/custom', body, { headers });
  await closeAll();

  expect(await applyRetention(rig.store, rig.clock() + 300 * DAY)).toBe(2);
  expect([await count('alerts'), await count('incidents'), await count('slots')]).toEqual([
    1, 2, 0,
  ]);

  expect(await applyRetention(rig.store, rig.clock() + 401 * DAY)).toBe(2);
  expect([await count('incidents'), await count('timeline_entries')]).toEqual([0, 0]);

  const again = await rig.post('/v1/webhooks/default/custom', body, { headers });
  expect(again).toMatchObject({ status: 409, body: { incidentId: first.body.incidentId } });
});

test('counts of requests go after their days', async () => {
  await rig.post(GENERIC, { title: 'New', external_id: 'r-2' });
  await forgetOldCounts(rig.store, rig.clock() - DAY);
  expect(await count('receipt_counts')).toBeGreaterThan(0);
  await forgetOldCounts(rig.store, rig.clock() + DAY);
  expect(await count('receipt_counts')).toBe(0);
});

test('recurring jobs are scheduled once, however often the hub starts, and stop in order', async () => {
  const jobs = [{ name: 'nightly', cron: '41 3 * * *', run: async () => {} }];
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  for (let start = 0; start < 2; start++) {
    const running = await startJobs(rig.store.pool, jobs, log);
    await running.close();
  }
  const { rows } = await rig.store.pool.query('select name, cron from jobs.schedule');
  expect(rows).toEqual([{ name: 'nightly', cron: '41 3 * * *' }]);
});
