import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { MINUTE, SECOND } from '../../../src/kernel/time.ts';
import { openStore, type Store } from '../../../src/store/connection.ts';
import { createApiKey } from '../../../src/tenants/create-api-key.ts';
import { createIntegration } from '../../../src/tenants/create-integration.ts';
import { createMember } from '../../../src/tenants/create-member.ts';
import { createService } from '../../../src/tenants/create-service.ts';
import { DIRECTORY_TTL } from '../../../src/tenants/directory.ts';
import { createEntryCache } from '../../../src/tenants/entry-cache.ts';
import { removeMember } from '../../../src/tenants/remove-member.ts';
import { revokeApiKey } from '../../../src/tenants/revoke-api-key.ts';
import { openTenantsHub, refusalOf, type TenantsHub } from './tenants-hub.ts';

let hub: TenantsHub;
let away: Store;
beforeAll(async () => {
  hub = await openTenantsHub();
  away = openStore({ connection: { host: '/nowhere', user: 'nobody', database: 'none' } });
});
afterAll(async () => {
  await away.close();
  await hub.drop();
});

/** A replica whose database can go away, and which counts how often it is asked. */
function replica() {
  const state = { away: false, asked: 0 };
  const store: Store = {
    ...hub.store,
    get db() {
      state.asked++;
      return state.away ? away.db : hub.store.db;
    },
  };
  return { state, directory: hub.directoryOf(store) };
}

test('a burst asks the database once, and again only after the time to live', async () => {
  await hub.tenant('acme');
  const { state, directory } = replica();
  const burst = () => Promise.all(Array.from({ length: 500 }, () => directory.tenant('acme')));
  await burst();
  await burst();
  expect(state.asked).toBe(1);
  hub.advance(DIRECTORY_TTL);
  await burst();
  expect(state.asked).toBe(2);
});

test('what does not exist is remembered; what cannot exist is never looked up', async () => {
  const { state, directory } = replica();
  const guess = `tsk_${'x'.repeat(43)}`;
  for (let i = 0; i < 5; i++) {
    expect(await directory.apiKey(guess)).toBeUndefined();
    expect(await directory.tenant('nobody')).toBeUndefined();
    expect(await directory.implicitEndpoint('nobody', 'causeflow')).toBeUndefined();
    expect(await directory.endpointByKey('y'.repeat(43))).toBeUndefined();
  }
  expect(state.asked).toBe(4);
  for (const odd of ['', 'tsk_', 'tsk_short', `${guess}x`, 'Bearer', '\u0000']) {
    expect(await directory.apiKey(odd)).toBeUndefined();
    expect(await directory.endpointByKey(odd)).toBeUndefined();
  }
  for (const odd of ['', 'ten_', '-x', 'Ac me', 'x'.repeat(41), '../etc']) {
    expect(await directory.tenant(odd)).toBeUndefined();
  }
  expect(state.asked).toBe(4);
});

test('another replica notices a revoked key within the time to live', async () => {
  await hub.tenant('revoking');
  const admin = hub.as('ten_revoking');
  const { id, key } = await createApiKey(admin, { name: 'k', scope: 'ingest' });
  const { directory } = replica();
  expect(await directory.apiKey(key)).toMatchObject({ keyId: id });
  await revokeApiKey(admin, { id });
  expect(await hub.directory.apiKey(key)).toBeUndefined();
  expect(await directory.apiKey(key)).toMatchObject({ keyId: id });
  hub.advance(DIRECTORY_TTL);
  expect(await directory.apiKey(key)).toBeUndefined();
});

test('whether somebody listens to alerts is known with the tenant and with its endpoints', async () => {
  await hub.tenant('heard');
  const admin = hub.as('ten_heard');
  const { key } = await createIntegration(admin, { format: 'regen', name: 'CI' });
  const listens = async () => {
    hub.directory.forget('ten_heard');
    return [
      (await hub.directory.tenant('heard'))?.listensToAlerts,
      (await hub.directory.endpointByKey(key))?.tenant.listensToAlerts,
      (await hub.directory.implicitEndpoint('heard', 'causeflow'))?.tenant.listensToAlerts,
    ];
  };
  const none = [false, false, false];
  expect(await listens()).toEqual(none);
  for (const [kind, enabled, types] of [
    ['action', true, '{*}'],
    ['webhook', false, '{*}'],
    ['webhook', true, '{i_new,i_comm}'],
  ] as const) {
    await addWebhook('ten_heard', kind, enabled, types);
    expect(await listens()).toEqual(none);
  }
  await hub.tenant('unheard');
  for (const types of ['{*}', '{i_new,a_new}', '{a_update}', '{a_merge}', '{a_close}']) {
    await addWebhook('ten_heard', 'webhook', true, types);
    expect(await listens()).toEqual([true, true, true]);
    await hub.store.pool.query(`delete from webhooks where tenant_id = 'ten_heard'`);
  }
  await addWebhook('ten_heard', 'webhook', true, '{*}');
  expect(await hub.directory.tenant('unheard')).toMatchObject({ listensToAlerts: false });
});

function addWebhook(tenantId: string, kind: string, enabled: boolean, types: string) {
  return hub.store.pool.query(
    `insert into webhooks (tenant_id, webhook_id, kind, name, url, event_types, timeout_ms,
       max_in_flight, ordering, max_attempts, retry_delays, enabled)
     values ($1, gen_random_uuid()::text, $2, 'n', 'https://x.example', $3, 1, 1, 'none', 1, '[]', $4)`,
    [tenantId, kind, types, enabled],
  );
}

test('the people of services come with the tenant, in their order and without those who left', async () => {
  await hub.tenant('crew');
  const admin = hub.as('ten_crew');
  const member = (name: string) =>
    createMember(admin, { name, email: `${name}@example.com`, role: 'responder' });
  const [ann, bob] = [await member('ann'), await member('bob')];
  const responders = [bob.id, ann.id];
  const { id } = await createService(admin, { name: 'web', responders });
  await createService(admin, { name: 'nobody' });
  const { key } = await createIntegration(admin, { format: 'regen', name: 'CI' });
  const people = async () => {
    const endpoint = await hub.directory.endpointByKey(key);
    return [...(endpoint?.tenant.serviceResponders ?? [])];
  };
  const person = ({ id, person_id, name, email }: typeof ann) => ({ id, person_id, name, email });
  expect(await people()).toEqual([[id, [person(bob), person(ann)]]]);
  await removeMember(admin, { id: bob.id });
  expect(await people()).toEqual([[id, [person(ann)]]]);
  await removeMember(admin, { id: ann.id });
  expect(await people()).toEqual([]);
});

test('people are asked for once, all together, and nobody is not asked for', async () => {
  await hub.tenant('asked');
  const admin = hub.as('ten_asked');
  const member = await createMember(admin, { name: 'Ann', email: 'a@example.com', role: 'viewer' });
  const { state, directory } = replica();
  const ids = [member.id, 'usr_gone'];
  const ask = () => directory.people('ten_asked', ids);
  await Promise.all([ask(), ask()]);
  expect([...(await ask()).keys()]).toEqual([member.id]);
  expect((await directory.people('ten_asked', [])).size).toBe(0);
  expect((await directory.people('ten_acme', ids)).size).toBe(0);
  expect(state.asked).toBe(2);
  await removeMember(admin, { id: member.id });
  expect((await ask()).size).toBe(1);
  hub.advance(DIRECTORY_TTL);
  expect((await ask()).size).toBe(0);
});

test('while the database is away, known ones pass for a minute and the rest are told 503', async () => {
  await hub.tenant('steady');
  const admin = hub.as('ten_steady');
  const { key } = await createIntegration(admin, { format: 'regen', name: 'CI' });
  const { state, directory } = replica();
  const known = () => directory.endpointByKey(key);
  const unknown = () => directory.endpointByKey('z'.repeat(43));
  expect(await known()).toBeDefined();
  expect(await unknown()).toBeUndefined();

  state.away = true;
  hub.advance(DIRECTORY_TTL);
  expect(await known()).toBeDefined();
  expect(await refusalOf(unknown)).toBe('503 database_unavailable');
  expect(await refusalOf(() => directory.tenant('never-seen'))).toBe('503 database_unavailable');
  const asked = state.asked;
  expect(await known()).toBeDefined();
  expect(state.asked).toBe(asked);

  hub.advance(MINUTE);
  expect(await refusalOf(known)).toBe('503 database_unavailable');
  state.away = false;
  expect(await known()).toBeDefined();
});

test('an answer from before a change is not believed after it', async () => {
  const cache = createEntryCache<{ tenantId: string; version: number }>(hub.clock, DIRECTORY_TTL);
  const slow = Promise.withResolvers<{ tenantId: string; version: number }>();
  const early = cache.get('k', () => slow.promise);
  cache.forget('t');
  const load = vi.fn(async () => ({ tenantId: 't', version: 2 }));
  expect(await cache.get('k', load)).toMatchObject({ version: 2 });
  slow.resolve({ tenantId: 't', version: 1 });
  await early;
  expect(await cache.get('k', load)).toMatchObject({ version: 2 });
  expect(load).toHaveBeenCalledTimes(1);
});

test('the caches are bounded, and guessing does not push out what is known', async () => {
  const cache = createEntryCache<{ tenantId: string }>(hub.clock, DIRECTORY_TTL, 3);
  const known = vi.fn(async () => ({ tenantId: 't' }));
  const none = vi.fn(async () => undefined);
  await cache.get('valid', known);
  for (let i = 0; i < 100; i++) await cache.get(`guess ${i}`, none);
  await cache.get('valid', known);
  expect(known).toHaveBeenCalledTimes(1);
  await cache.get('guess 0', none);
  expect(none).toHaveBeenCalledTimes(101);
  for (let i = 0; i < 3; i++) await cache.get(`other ${i}`, known);
  await cache.get('valid', known);
  expect(known).toHaveBeenCalledTimes(5);
});

test('an error that is no outage is told as it is, and not remembered', async () => {
  const cache = createEntryCache<{ tenantId: string }>(hub.clock, DIRECTORY_TTL);
  await cache.get('k', async () => ({ tenantId: 't' }));
  hub.advance(DIRECTORY_TTL + SECOND);
  const broken = () => Promise.reject(new Error('a sealed value is damaged'));
  await expect(cache.get('k', broken)).rejects.toThrow('damaged');
  expect(await cache.get('k', async () => ({ tenantId: 't' }))).toBeDefined();
});
