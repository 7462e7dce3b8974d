import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTenant } from '../../../src/tenants/create-tenant.ts';
import { ensureDefaultTenant } from '../../../src/tenants/ensure-default-tenant.ts';
import { getTenant } from '../../../src/tenants/get-tenant.ts';
import { listAudit } from '../../../src/tenants/list-audit.ts';
import { listIntegrations } from '../../../src/tenants/list-integrations.ts';
import { listTenants } from '../../../src/tenants/list-tenants.ts';
import { updateTenant } from '../../../src/tenants/update-tenant.ts';
import { openTenantsHub, refusalOf, type TenantsHub } from './tenants-hub.ts';

let hub: TenantsHub;
beforeAll(async () => {
  hub = await openTenantsHub();
});
afterAll(() => hub.drop());

describe('two replicas starting at once', () => {
  test('create one default tenant, open to the first unsigned alert', async () => {
    const results = await Promise.all([ensureDefaultTenant(hub), ensureDefaultTenant(hub)]);
    expect(results.filter((result) => result.created)).toHaveLength(1);
    expect(await ensureDefaultTenant(hub)).toEqual({ created: false });

    const { data } = await listIntegrations(hub.as('ten_default'), {});
    expect(
      data.map(({ format, url, has_secret, settings }) => ({ format, url, has_secret, settings })),
    ).toEqual([
      {
        format: 'causeflow',
        url: 'https://hub.example/v1/webhooks/default/custom',
        has_secret: true,
        settings: { signature: 'required' },
      },
      {
        format: 'openremedy',
        url: 'https://hub.example/api/v1/webhooks/alerts/default',
        has_secret: true,
        settings: { signature: 'required' },
      },
      {
        format: 'regen',
        url: 'https://hub.example/api/v1/webhooks/generic',
        has_secret: false,
        settings: { signature: 'optional' },
      },
    ]);
    const endpoint = await hub.directory.implicitEndpoint('default', 'regen');
    expect(endpoint?.integration.secrets).toEqual([]);
  });
});

describe('a tenant', () => {
  test('is created by the operator with credentials that work', async () => {
    expect(await hub.directory.tenant('acme')).toBeUndefined();
    const tenant = await hub.tenant('acme');
    expect(tenant).toMatchObject({ id: 'ten_acme', slug: 'acme', name: 'ACME' });
    expect(tenant.api_key).toMatch(/^tsk_[\w-]{43}$/);

    expect(await hub.directory.tenant('acme')).toMatchObject({ tenantId: 'ten_acme' });
    expect(await hub.directory.tenant('ten_acme')).toMatchObject({ slug: 'acme' });
    expect(await hub.directory.apiKey(tenant.api_key)).toMatchObject({
      tenantId: 'ten_acme',
      scope: 'admin',
      actor: { type: 'person', name: 'first key', email: null },
    });
    const endpoint = await hub.directory.implicitEndpoint('acme', 'causeflow');
    expect(endpoint?.integration.secrets).toEqual([tenant.webhook_secret]);
    expect(await hub.directory.implicitEndpoint('acme', 'regen')).toBeUndefined();
  });

  test('keeps its slug for itself, also when ten ask at once', async () => {
    const attempts = Array.from({ length: 10 }, () =>
      refusalOf(() => createTenant(hub.asOperator(), { slug: 'race', name: 'Race' })),
    );
    const refusals = await Promise.all(attempts);
    expect(refusals.filter((refusal) => refusal === 'no refusal')).toHaveLength(1);
    expect(refusals.filter((refusal) => refusal === '409 slug_taken')).toHaveLength(9);
  });

  test('is neither created nor listed by anybody but the operator', async () => {
    const admin = hub.as('ten_acme');
    expect(await refusalOf(() => createTenant(admin, { slug: 'x', name: 'X' }))).toBe(
      '403 forbidden',
    );
    expect(await refusalOf(() => listTenants(admin, {}))).toBe('403 forbidden');
  });

  test('changes its settings one by one; null takes one back', async () => {
    const admin = hub.as('ten_acme');
    await updateTenant(admin, {
      settings: { quiet_period_minutes: 5, services_on_mention: false },
    });
    const updated = await updateTenant(admin, {
      name: ' Acme Inc ',
      settings: { services_on_mention: null, storm_thresholds: [5, 50] },
    });
    expect(updated.name).toBe('Acme Inc');
    expect(updated.settings).toEqual({ quiet_period_minutes: 5, storm_thresholds: [5, 50] });
    expect(await getTenant(hub.as('ten_acme', 'viewer'))).toEqual(updated);
    expect((await hub.directory.tenant('acme'))?.settings).toEqual(updated.settings);
    const unsound = { settings: { storm_thresholds: [50, 5] } };
    expect(await refusalOf(() => updateTenant(admin, unsound))).toBe('422 validation_error');
    expect(await refusalOf(() => updateTenant(hub.as('ten_acme', 'responder'), unsound))).toBe(
      '403 forbidden',
    );
  });

  test('is listed page by page, each once', async () => {
    for (const slug of ['p1', 'p2', 'p3']) await hub.tenant(slug);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listTenants>> = await listTenants(
        hub.asOperator(),
        cursor === null ? { limit: 2 } : { limit: 2, cursor },
      );
      seen.push(...page.data.map((tenant) => tenant.slug));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual(['acme', 'default', 'p1', 'p2', 'p3', 'race']);
    expect(await refusalOf(() => listTenants(hub.asOperator(), { cursor: 'nonsense' }))).toBe(
      '400 invalid_cursor',
    );
  });

  test('remembers who did what, newest first', async () => {
    const { data } = await listAudit(hub.as('ten_acme'), {});
    expect(data.map((entry) => [entry.action, entry.actor.type])).toEqual([
      ['tenant.updated', 'person'],
      ['tenant.updated', 'person'],
      ['tenant.created', 'operator'],
    ]);
    expect(data[0]).toMatchObject({ ip: '192.0.2.1', request_id: 'req_1', target_id: 'ten_acme' });
    const first = await listAudit(hub.as('ten_acme'), { limit: 1 });
    const rest = await listAudit(hub.as('ten_acme'), { cursor: first.next_cursor ?? '' });
    expect([...first.data, ...rest.data]).toEqual(data);
  });
});
