import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiKey } from '../../../src/tenants/create-api-key.ts';
import { createIntegration } from '../../../src/tenants/create-integration.ts';
import { createTenant } from '../../../src/tenants/create-tenant.ts';
import { rotateIntegrationSecret } from '../../../src/tenants/rotate-integration-secret.ts';
import { rotateWebhookSecret } from '../../../src/tenants/rotate-webhook-secret.ts';
import { createSealer } from '../../../src/tenants/sealing.ts';
import { everythingStored, openTenantsHub, type TenantsHub } from './tenants-hub.ts';

const OWNER = { tenantId: 'ten_acme', ownerId: 'int_1' };

describe('sealing', () => {
  const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
  const before = createSealer([oldKey]);
  const after = createSealer([newKey, oldKey]);

  test('opens what it sealed, each time in other bytes', () => {
    const sealed = before.seal('pässword', OWNER);
    expect(before.open(sealed, OWNER)).toBe('pässword');
    expect(sealed.equals(before.seal('pässword', OWNER))).toBe(false);
  });

  test('after a key change opens the old and seals under the new', () => {
    expect(after.open(before.seal('x', OWNER), OWNER)).toBe('x');
    expect(() => before.open(after.seal('x', OWNER), OWNER)).toThrow(/not configured/);
    expect(createSealer([newKey]).open(after.seal('x', OWNER), OWNER)).toBe('x');
  });

  test('refuses any changed byte, and another owner or tenant', () => {
    const sealed = before.seal('the secret', OWNER);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => before.open(changed, OWNER)).toThrow(/^A sealed value/);
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(() => before.open(sealed.subarray(0, length), OWNER)).toThrow(/^A sealed value/);
    }
    const elsewhere = /belongs to something else/;
    expect(() => before.open(sealed, { ...OWNER, ownerId: 'int_2' })).toThrow(elsewhere);
    expect(() => before.open(sealed, { ...OWNER, tenantId: 'ten_b' })).toThrow(elsewhere);
  });

  test('needs keys of 32 bytes', () => {
    expect(() => createSealer([])).toThrow();
    expect(() => createSealer([randomBytes(16)])).toThrow(/16 bytes/);
  });
});

describe('at rest', () => {
  let hub: TenantsHub;
  beforeAll(async () => {
    hub = await openTenantsHub();
  });
  afterAll(() => hub.drop());

  test('no row of the database holds a secret in the clear, nor a kept reply', async () => {
    const keyed = (name: string) => hub.as('ten_acme', 'admin', name);
    const tenant = await createTenant(hub.asOperator('', 'a'), { slug: 'acme', name: 'Acme' });
    const apiKey = await createApiKey(keyed('b'), { name: 'k', scope: 'viewer' });
    const secret = 'hunter2hunter2hunter2';
    const made = await createIntegration(keyed('c'), { format: 'regen', name: 'i', secret });
    const rotated = await rotateIntegrationSecret(keyed('d'), { id: made.id });
    const webhook = await rotateWebhookSecret(keyed('e'), {});

    const stored = await everythingStored(hub.store);
    expect(stored).toContain('ten_acme');
    const secrets = [
      tenant.api_key,
      tenant.webhook_secret,
      apiKey.key,
      made.key,
      secret,
      rotated.secret,
      webhook.webhook_secret,
    ];
    for (const text of secrets) {
      expect(stored).not.toContain(text);
      expect(stored).not.toContain(Buffer.from(text).toString('base64').replace(/=+$/, ''));
    }
    expect(await createIntegration(keyed('c'), { format: 'regen', name: 'i', secret })).toEqual(
      made,
    );
  });
});
