import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HubRig, openHubRig } from '../../hub-rig.ts';

let rig: HubRig;
beforeAll(async () => {
  rig = await openHubRig();
});
afterAll(() => rig?.close());

const ask = (method: string, path: string, body?: unknown) =>
  rig.api(rig.owner.apiKey, method, path, body);

const healthOf = async (id: string) =>
  (await ask('GET', '/integrations/health')).data.find(
    (one: { integration_id: string }) => one.integration_id === id,
  );

test('what came in of each integration is counted, and when something last did', async () => {
  const { id, path } = await rig.createIntegration(rig.owner.apiKey, { format: 'regen' });
  const none = { integration_id: id, accepted: 0, duplicate: 0, refused: 0 };
  expect(await healthOf(id)).toEqual({ ...none, last_received_at: null });
  await ask('POST', `/integrations/${id}/test`);
  const unsigned = await rig.post(path, { alerts: [] });
  expect(unsigned.status).toBe(401);
  // Receipts and counts of refused requests are written in the background.
  await expect.poll(() => healthOf(id)).toMatchObject({ accepted: 1, refused: 1 });
  const { last_received_at } = await healthOf(id);
  expect(Date.now() - Date.parse(last_received_at)).toBeLessThan(120_000);
});

test('a body that was refused is sent again, corrected or as it was', async () => {
  const { id } = await rig.createIntegration(rig.owner.apiKey, { format: 'regen' });
  const resend = (body: string) => ask('POST', `/integrations/${id}/test`, { body });
  const refused = '{"alerts": [{"severity": "critical"}]}';
  const again = await resend(refused);
  expect(again).toMatchObject({ status: 400, sent: refused });
  const right = '{"alerts": [{"title": "Cache is cold", "severity": "critical"}]}';
  expect(await resend(right)).toMatchObject({ status: 200, sent: right });
  const titles = (await rig.incidents(rig.owner.apiKey)).map(({ title }) => title);
  expect(titles).toContain('Cache is cold');
});

test('a replaced secret is named until it ends; the tenant’s signs for implicit integrations', async () => {
  const { id } = await rig.createIntegration(rig.owner.apiKey, { format: 'regen' });
  const made = await ask('GET', `/integrations/${id}`);
  expect(made).toMatchObject({ tenant_signed: false, previous_secret_expires_at: null });
  const { previous_expires_at } = await ask('POST', `/integrations/${id}/rotate-secret`, {});
  expect(previous_expires_at).not.toBeNull();
  const after = await ask('GET', `/integrations/${id}`);
  expect(after.previous_secret_expires_at).toBe(previous_expires_at);
  const rotated = await ask('POST', '/tenant/webhook-secret/rotate', { overlap_seconds: 60 });
  const { data } = await ask('GET', '/integrations');
  const implicit = data.filter((one: { tenant_signed: boolean }) => one.tenant_signed);
  expect(implicit.map((one: { format: string }) => one.format).toSorted()).toEqual([
    'causeflow',
    'openremedy',
  ]);
  for (const one of implicit) {
    expect(one.previous_secret_expires_at).toBe(rotated.previous_expires_at);
  }
});
