import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIntegration } from '../../../src/tenants/create-integration.ts';
import { deleteIntegration } from '../../../src/tenants/delete-integration.ts';
import { ensureDefaultTenant } from '../../../src/tenants/ensure-default-tenant.ts';
import { getIntegration } from '../../../src/tenants/get-integration.ts';
import { listAudit } from '../../../src/tenants/list-audit.ts';
import { listIntegrations } from '../../../src/tenants/list-integrations.ts';
import { updateIntegration } from '../../../src/tenants/update-integration.ts';
import { openTenantsHub, refusalOf, type TenantsHub } from './tenants-hub.ts';

let hub: TenantsHub;
beforeAll(async () => {
  hub = await openTenantsHub();
  await hub.tenant('acme');
});
afterAll(() => hub.drop());

test('a new integration has a URL with a key, and a secret that must sign', async () => {
  const made = await createIntegration(hub.as('ten_acme'), { format: 'regen', name: 'CI' });
  expect(made.url).toBe(`https://hub.example/api/v1/webhooks/generic/${made.key}`);
  expect(made.settings).toEqual({ signature: 'required' });
  const endpoint = await hub.directory.endpointByKey(made.key);
  expect(endpoint).toMatchObject({
    tenant: { tenantId: 'ten_acme' },
    integration: { integrationId: made.id, format: 'regen', secrets: [made.secret] },
  });
});

test('a format that does not sign gets no secret and takes an API key instead', async () => {
  const admin = hub.as('ten_acme');
  const made = await createIntegration(admin, { format: 'alertmanager', name: 'AM' });
  expect(made.secret).toBeNull();
  expect(made.url).toContain('/api/v1/webhooks/alertmanager/');
  expect(made.settings).toEqual({ signature: 'required', accept_api_key: true });

  const secret = 'sixteen-or-longer';
  const signed = await createIntegration(admin, { format: 'alertmanager', name: 'AM', secret });
  expect(signed).toMatchObject({ secret, settings: { signature: 'required' } });
});

test('what could never let a request in is refused', async () => {
  const admin = hub.as('ten_acme');
  const closed = { format: 'alertmanager', name: 'x', settings: { accept_api_key: false } };
  expect(await refusalOf(async () => createIntegration(admin, closed))).toBe(
    '422 validation_error',
  );
  await ensureDefaultTenant(hub);
  const { data } = await listIntegrations(hub.as('ten_default'), {});
  const id = data.find((one) => one.format === 'regen')?.id ?? '';
  const settings = { signature: 'required' } as const;
  const attempt = async () => updateIntegration(hub.as('ten_default'), { id, settings });
  expect(await refusalOf(attempt)).toBe('422 validation_error');
});

test('unknown formats and second ones of the implicit kind are refused', async () => {
  const admin = hub.as('ten_acme');
  const create = (format: string) =>
    refusalOf(async () => createIntegration(admin, { format, name: 'x' }));
  expect(await create('carrier-pigeon')).toBe('422 validation_error');
  expect(await create('causeflow')).toBe('409 implicit_integration');
});

test('only an admin sees the key in the URL, and leaves a trace', async () => {
  const admin = hub.as('ten_acme');
  const made = await createIntegration(admin, { format: 'regen', name: 'Secretive' });
  const seen = await getIntegration(hub.as('ten_acme', 'responder'), { id: made.id });
  expect(seen.url).toBeNull();
  const listed = await listIntegrations(admin, {});
  expect(JSON.stringify([seen, listed])).not.toContain(made.key);

  expect((await getIntegration(admin, { id: made.id })).url).toBe(made.url);
  const { data } = await listAudit(admin, { limit: 1 });
  expect(data[0]).toMatchObject({ action: 'integration.url_revealed', target_id: made.id });
});

test('settings change one by one and reach the directory at once', async () => {
  const admin = hub.as('ten_acme');
  const made = await createIntegration(admin, { format: 'regen', name: 'CI' });
  await hub.directory.endpointByKey(made.key);
  await updateIntegration(admin, {
    id: made.id,
    name: 'CI 2',
    settings: { default_service: 'web', severity_map: { page: 'critical' } },
  });
  await updateIntegration(admin, { id: made.id, settings: { default_service: null } });
  const endpoint = await hub.directory.endpointByKey(made.key);
  expect(endpoint?.integration).toMatchObject({
    name: 'CI 2',
    settings: { signature: 'required', severity_map: { page: 'critical' } },
  });
  expect(endpoint?.integration.settings).not.toHaveProperty('default_service');
});

test('a deleted integration takes no more requests; implicit ones stay', async () => {
  const admin = hub.as('ten_acme');
  const made = await createIntegration(admin, { format: 'regen', name: 'Gone' });
  await hub.directory.endpointByKey(made.key);
  await deleteIntegration(admin, { id: made.id });
  expect(await hub.directory.endpointByKey(made.key)).toBeUndefined();
  const left = hub.store.db.selectFrom('secrets').select('owner_id');
  expect(await left.where('owner_id', '=', made.id).execute()).toEqual([]);

  const { data } = await listIntegrations(admin, {});
  const implicit = data.filter((integration) => integration.implicit);
  expect(implicit).toHaveLength(2);
  for (const { id } of implicit) {
    expect(await refusalOf(() => deleteIntegration(admin, { id }))).toBe(
      '409 implicit_integration',
    );
  }
});
