import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Scope } from '../../../src/tenants/caller.ts';
import { createApiKey } from '../../../src/tenants/create-api-key.ts';
import { createIntegration } from '../../../src/tenants/create-integration.ts';
import { createMember } from '../../../src/tenants/create-member.ts';
import { createService } from '../../../src/tenants/create-service.ts';
import { deleteIntegration } from '../../../src/tenants/delete-integration.ts';
import { deleteService } from '../../../src/tenants/delete-service.ts';
import { getIntegration } from '../../../src/tenants/get-integration.ts';
import { getService } from '../../../src/tenants/get-service.ts';
import { getTenant } from '../../../src/tenants/get-tenant.ts';
import { listApiKeys } from '../../../src/tenants/list-api-keys.ts';
import { listAudit } from '../../../src/tenants/list-audit.ts';
import { listIntegrations } from '../../../src/tenants/list-integrations.ts';
import { listMembers } from '../../../src/tenants/list-members.ts';
import { listServices } from '../../../src/tenants/list-services.ts';
import { removeMember } from '../../../src/tenants/remove-member.ts';
import { revealWebhookSecret } from '../../../src/tenants/reveal-webhook-secret.ts';
import { revokeApiKey } from '../../../src/tenants/revoke-api-key.ts';
import { rotateIntegrationSecret } from '../../../src/tenants/rotate-integration-secret.ts';
import { rotateWebhookSecret } from '../../../src/tenants/rotate-webhook-secret.ts';
import type { IntegrationsContext } from '../../../src/tenants/tenants-context.ts';
import { updateIntegration } from '../../../src/tenants/update-integration.ts';
import { updateService } from '../../../src/tenants/update-service.ts';
import { updateTenant } from '../../../src/tenants/update-tenant.ts';
import { openTenantsHub, refusalOf, type TenantsHub } from './tenants-hub.ts';

type Verb = (context: IntegrationsContext, id: string) => Promise<unknown>;
type Owned = 'integration' | 'service' | 'member' | 'apiKey';

/** Every verb that takes an id, with the kind of thing the id names. */
const BY_ID: readonly (readonly [Owned, Verb])[] = [
  ['integration', (context, id) => getIntegration(context, { id })],
  ['integration', (context, id) => updateIntegration(context, { id, name: 'stolen' })],
  ['integration', (context, id) => rotateIntegrationSecret(context, { id })],
  ['integration', (context, id) => deleteIntegration(context, { id })],
  ['service', (context, id) => getService(context, { id })],
  ['service', (context, id) => updateService(context, { id, name: 'stolen' })],
  ['service', (context, id) => deleteService(context, { id })],
  ['member', (context, id) => removeMember(context, { id })],
  ['apiKey', (context, id) => revokeApiKey(context, { id })],
];

const LISTS: readonly ((context: IntegrationsContext) => Promise<{ data: readonly unknown[] }>)[] =
  [
    (context) => listIntegrations(context, {}),
    (context) => listServices(context, {}),
    (context) => listMembers(context, {}),
    (context) => listApiKeys(context, {}),
    (context) => listAudit(context, {}),
  ];

/** The least scope of every verb. */
const NEEDS: readonly (readonly [Scope, Verb])[] = [
  ['viewer', (context) => getTenant(context)],
  ['viewer', (context) => listIntegrations(context, {})],
  ['viewer', (context) => getIntegration(context, { id: 'int_x' })],
  ['viewer', (context) => listServices(context, {})],
  ['viewer', (context) => getService(context, { id: 'svc_x' })],
  ['viewer', (context) => listMembers(context, {})],
  ['admin', (context) => updateTenant(context, { name: 'x' })],
  ['admin', (context) => rotateWebhookSecret(context, {})],
  ['admin', (context) => revealWebhookSecret(context)],
  ['admin', (context) => createIntegration(context, { format: 'regen', name: 'x' })],
  ['admin', (context) => updateIntegration(context, { id: 'int_x', name: 'x' })],
  ['admin', (context) => rotateIntegrationSecret(context, { id: 'int_x' })],
  ['admin', (context) => deleteIntegration(context, { id: 'int_x' })],
  ['admin', (context) => createService(context, { name: 'x' })],
  ['admin', (context) => updateService(context, { id: 'svc_x', name: 'x' })],
  ['admin', (context) => deleteService(context, { id: 'svc_x' })],
  ['admin', (context) => createMember(context, { name: 'x', email: 'x@y', role: 'viewer' })],
  ['admin', (context) => removeMember(context, { id: 'usr_x' })],
  ['admin', (context) => createApiKey(context, { name: 'x', scope: 'admin' })],
  ['admin', (context) => listApiKeys(context, {})],
  ['admin', (context) => revokeApiKey(context, { id: 'key_x' })],
  ['admin', (context) => listAudit(context, {})],
];

let hub: TenantsHub;
const owned: Record<Owned, string> = { integration: '', service: '', member: '', apiKey: '' };
beforeAll(async () => {
  hub = await openTenantsHub();
  await hub.tenant('acme');
  await hub.tenant('globex');
  const acme = hub.as('ten_acme');
  owned.integration = (await createIntegration(acme, { format: 'regen', name: 'acme-CI' })).id;
  owned.service = (await createService(acme, { name: 'acme-web' })).id;
  const person = { name: 'acme-Ada', email: 'ada@acme.example', role: 'admin' } as const;
  owned.member = (await createMember(acme, person)).id;
  owned.apiKey = (await createApiKey(acme, { name: 'acme-key', scope: 'viewer' })).id;
});
afterAll(() => hub.drop());

describe('a tenant', () => {
  test('gets 404 for every id of another one, which stays as it was', async () => {
    for (const [kind, verb] of BY_ID) {
      const attempt = async () => verb(hub.as('ten_globex'), owned[kind]);
      expect(await refusalOf(attempt), String(verb)).toBe('404 not_found');
    }
    const acme = hub.as('ten_acme');
    expect(await getService(acme, { id: owned.service })).toMatchObject({ name: 'acme-web' });
    expect((await listMembers(acme, {})).data).toHaveLength(1);
    expect((await listApiKeys(acme, {})).data).toHaveLength(2);
  });

  test('sees nothing of another one in its lists', async () => {
    for (const list of LISTS) {
      const shown = JSON.stringify((await list(hub.as('ten_globex'))).data);
      expect(shown).not.toContain('acme');
      expect(JSON.stringify((await list(hub.as('ten_acme'))).data)).toContain('acme');
    }
  });

  test('may use names that another one uses, but not its members', async () => {
    const globex = hub.as('ten_globex');
    expect(await createService(globex, { name: 'acme-web' })).toMatchObject({ name: 'acme-web' });
    const wanted = { name: 'k', scope: 'viewer', member_id: owned.member } as const;
    expect(await refusalOf(() => createApiKey(globex, wanted))).toBe('422 validation_error');
  });

  test('that does not exist is a 404 for the operator', async () => {
    expect(await refusalOf(() => getTenant(hub.asOperator('ten_nobody')))).toBe('404 not_found');
  });
});

describe('scopes', () => {
  const below: Readonly<Record<string, readonly Scope[]>> = {
    viewer: ['ingest'],
    admin: ['ingest', 'viewer', 'responder'],
  };
  test.each(NEEDS)('%s is needed: %s', async (needed, verb) => {
    for (const scope of below[needed] ?? []) {
      const attempt = async () => verb(hub.as('ten_acme', scope), 'x');
      expect(await refusalOf(attempt)).toBe('403 forbidden');
    }
  });
});
