import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../src/kernel/time.ts';
import { createIntegration } from '../../../src/tenants/create-integration.ts';
import { DIRECTORY_TTL } from '../../../src/tenants/directory.ts';
import { ensureDefaultTenant } from '../../../src/tenants/ensure-default-tenant.ts';
import { listAudit } from '../../../src/tenants/list-audit.ts';
import { listIntegrations } from '../../../src/tenants/list-integrations.ts';
import { revealWebhookSecret } from '../../../src/tenants/reveal-webhook-secret.ts';
import { rotateIntegrationSecret } from '../../../src/tenants/rotate-integration-secret.ts';
import { rotateWebhookSecret } from '../../../src/tenants/rotate-webhook-secret.ts';
import { openTenantsHub, refusalOf, type TenantsHub } from './tenants-hub.ts';

let hub: TenantsHub;
beforeAll(async () => {
  hub = await openTenantsHub();
});
afterAll(() => hub.drop());

async function tenantSecrets(slug: string) {
  return (await hub.directory.implicitEndpoint(slug, 'openremedy'))?.integration.secrets;
}

test('a rotated webhook secret leaves the last one valid for the overlap, and only that', async () => {
  const { webhook_secret: first } = await hub.tenant('acme');
  const admin = hub.as('ten_acme');
  expect(await tenantSecrets('acme')).toEqual([first]);

  const second = await rotateWebhookSecret(admin, { overlap_seconds: 3600 });
  expect(second.previous_expires_at).toBe('2026-11-21T13:00:00.000Z');
  expect(await tenantSecrets('acme')).toEqual([second.webhook_secret, first]);

  hub.advance(HOUR + DIRECTORY_TTL);
  expect(await tenantSecrets('acme')).toEqual([second.webhook_secret]);

  const third = await rotateWebhookSecret(admin, {});
  const fourth = await rotateWebhookSecret(admin, {});
  expect(await tenantSecrets('acme')).toEqual([fourth.webhook_secret, third.webhook_secret]);
  const stored = await hub.store.db.selectFrom('secrets').select('secret_id').execute();
  expect(stored).toHaveLength(2);

  const fifth = await rotateWebhookSecret(admin, { overlap_seconds: 0 });
  expect(fifth.previous_expires_at).toBeNull();
  expect(await tenantSecrets('acme')).toEqual([fifth.webhook_secret]);
});

test('rotations at the same time leave two secrets', async () => {
  await hub.tenant('busy');
  const admin = hub.as('ten_busy');
  await Promise.all([1, 2, 3, 4, 5].map(() => rotateWebhookSecret(admin, {})));
  expect(await tenantSecrets('busy')).toHaveLength(2);
});

test('an admin reads the webhook secret again, and the audit log says so', async () => {
  const { webhook_secret } = await hub.tenant('curious');
  const admin = hub.as('ten_curious');
  expect(await revealWebhookSecret(admin)).toEqual({ webhook_secret, previous_expires_at: null });
  const { data } = await listAudit(admin, { limit: 1 });
  expect(data[0]?.action).toBe('tenant.webhook_secret_revealed');
  expect(await refusalOf(async () => revealWebhookSecret(hub.as('ten_curious', 'responder')))).toBe(
    '403 forbidden',
  );
});

test('the open generic webhook requires signatures from its first secret on', async () => {
  await ensureDefaultTenant(hub);
  const admin = hub.as('ten_default');
  const { data } = await listIntegrations(admin, {});
  const generic = data.find((integration) => integration.format === 'regen');
  const id = generic?.id ?? '';
  const secret = 'a-secret-of-my-own';
  const rotated = await rotateIntegrationSecret(admin, { id, secret });
  expect(rotated).toEqual({
    id,
    secret,
    previous_expires_at: null,
    settings: { signature: 'required' },
  });
  const endpoint = await hub.directory.implicitEndpoint('default', 'regen');
  expect(endpoint?.integration).toMatchObject({
    secrets: [secret],
    settings: { signature: 'required' },
  });
});

test('integrations signed by the tenant are rotated on the tenant', async () => {
  const { data } = await listIntegrations(hub.as('ten_acme'), {});
  for (const { id } of data) {
    const attempt = async () => rotateIntegrationSecret(hub.as('ten_acme'), { id });
    expect(await refusalOf(attempt)).toBe('409 implicit_integration');
  }
});

test('an integration of its own rotates likewise, a day of overlap by default', async () => {
  const admin = hub.as('ten_acme');
  const made = await createIntegration(admin, { format: 'regen', name: 'CI' });
  const secrets = async () => (await hub.directory.endpointByKey(made.key))?.integration.secrets;
  const { secret } = await rotateIntegrationSecret(admin, { id: made.id });
  expect(await secrets()).toEqual([secret, made.secret]);
  hub.advance(DAY + DIRECTORY_TTL);
  expect(await secrets()).toEqual([secret]);
});
