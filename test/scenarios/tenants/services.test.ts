import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMember } from '../../../src/tenants/create-member.ts';
import { createService } from '../../../src/tenants/create-service.ts';
import { deleteService } from '../../../src/tenants/delete-service.ts';
import type { TenantEntry } from '../../../src/tenants/directory.ts';
import { getService } from '../../../src/tenants/get-service.ts';
import { listAudit } from '../../../src/tenants/list-audit.ts';
import { listServices } from '../../../src/tenants/list-services.ts';
import { updateService } from '../../../src/tenants/update-service.ts';
import { updateTenant } from '../../../src/tenants/update-tenant.ts';
import { openTenantsHub, refusalOf, type TenantsHub } from './tenants-hub.ts';

let hub: TenantsHub;
beforeAll(async () => {
  hub = await openTenantsHub();
});
afterAll(() => hub.drop());

async function newTenant(slug: string): Promise<TenantEntry> {
  await hub.tenant(slug);
  return entryOf(slug);
}

async function entryOf(slug: string): Promise<TenantEntry> {
  const entry = await hub.directory.tenant(slug);
  if (!entry) throw new Error(`no tenant ${slug}`);
  return entry;
}

test('a service is created, changed, found by name in any case, and deleted', async () => {
  const acme = await newTenant('acme');
  const admin = hub.as('ten_acme');
  const made = await createService(admin, { name: 'Checkout', description: 'Pays' });
  expect(made).toMatchObject({ name: 'Checkout', description: 'Pays', hidden: false });
  expect(await refusalOf(() => createService(admin, { name: 'CHECKOUT' }))).toBe('409 name_taken');
  expect(await hub.directory.serviceId(acme, ' checkout ')).toBe(made.id);

  const other = await createService(admin, { name: 'Search' });
  const clash = { id: other.id, name: 'checkout' };
  expect(await refusalOf(() => updateService(admin, clash))).toBe('409 name_taken');
  hub.advance(1_000);
  const renamed = await updateService(admin, { id: made.id, name: 'checkout', hidden: true });
  expect(renamed).toMatchObject({ name: 'checkout', description: 'Pays', hidden: true });
  expect(renamed.updated_at > renamed.created_at).toBe(true);
  expect(await getService(hub.as('ten_acme', 'viewer'), { id: made.id })).toEqual(renamed);

  await deleteService(admin, { id: made.id });
  expect(await refusalOf(() => getService(admin, { id: made.id }))).toBe('404 not_found');
  expect(await hub.directory.serviceId(acme, 'checkout')).not.toBe(made.id);
});

test('members become responders of a service by id or e-mail, and are shown by id', async () => {
  await newTenant('staffed');
  await newTenant('foreign');
  const admin = hub.as('ten_staffed');
  const member = (name: string) =>
    createMember(admin, { name, email: `${name}@example.com`, role: 'responder' });
  const [ann, bob] = [await member('ann'), await member('bob')];
  const made = await createService(admin, { name: 'web', responders: ['BOB@example.com', ann.id] });
  expect(made.responders).toEqual([bob.id, ann.id]);
  expect(await getService(admin, { id: made.id })).toEqual(made);

  const others = [await updateService(admin, { id: made.id, hidden: true })];
  others.push(await updateService(admin, { id: made.id, description: 'Pays' }));
  expect(others.map(({ responders }) => responders)).toEqual(Array(2).fill([bob.id, ann.id]));
  const twice = { id: made.id, responders: [ann.id.toUpperCase(), ' ann@example.com '] };
  expect((await updateService(admin, twice)).responders).toEqual([ann.id]);

  const wrong = { id: made.id, responders: [bob.id, 'usr_nobody', 'nul\u0000'] };
  await expect(updateService(admin, wrong)).rejects.toMatchObject({
    status: 422,
    errors: [
      { pointer: '/responders/1', received: 'usr_nobody' },
      { pointer: '/responders/2', received: 'nul\ufffd' },
    ],
  });
  const foreign = { name: 'theirs', responders: [ann.id] };
  const refused = () => createService(hub.as('ten_foreign'), foreign);
  expect(await refusalOf(refused)).toBe('422 validation_error');
  expect((await getService(admin, { id: made.id })).responders).toEqual([ann.id]);

  expect((await updateService(admin, { id: made.id, responders: [] })).responders).toEqual([]);
  const { data } = await listAudit(admin, {});
  expect(data.find(({ action }) => action === 'service.updated')).toMatchObject({
    before: { responders: [ann.id] },
    after: { responders: [] },
  });
});

test('services are listed by name, page by page', async () => {
  await newTenant('paged');
  const admin = hub.as('ten_paged');
  for (const name of ['delta', 'Alpha', 'Charlie', 'bravo']) await createService(admin, { name });
  const first = await listServices(admin, { limit: 3 });
  const rest = await listServices(admin, { limit: 3, cursor: first.next_cursor ?? '' });
  expect([...first.data, ...rest.data].map((service) => service.name)).toEqual([
    'Alpha',
    'bravo',
    'Charlie',
    'delta',
  ]);
  expect(first.data[0]).not.toHaveProperty('sort_key');
  expect(rest.next_cursor).toBeNull();
});

test('a first mention creates one hidden service, also when many replicas mention it', async () => {
  const tenant = await newTenant('mentions');
  const replicas = [hub.directory, hub.directoryOf(hub.store), hub.directoryOf(hub.store)];
  const words = ['web', 'Web', 'WEB ', 'web'];
  const mentions = replicas.flatMap((replica) =>
    words.map((word) => replica.serviceId(tenant, word)),
  );
  const ids = await Promise.all(mentions);
  expect(new Set(ids).size).toBe(1);
  const { data } = await listServices(hub.as('ten_mentions'), {});
  expect(data).toMatchObject([{ id: ids[0], hidden: true }]);
  expect(await hub.directory.serviceId(tenant, '  ')).toBeNull();
});

test('mentions create nothing where the tenant does not want it', async () => {
  await newTenant('strict');
  const admin = hub.as('ten_strict');
  await updateTenant(admin, { settings: { services_on_mention: false } });
  const tenant = await entryOf('strict');
  expect(await hub.directory.serviceId(tenant, 'web')).toBeNull();
  const { id } = await createService(admin, { name: 'web' });
  expect(await hub.directory.serviceId(tenant, 'web')).toBe(id);
});

test('mentions stop creating at a thousand services, exactly', async () => {
  const tenant = await newTenant('full');
  await hub.store.pool.query(
    `insert into services (tenant_id, service_id, name, channel_id)
     select 'ten_full', 'svc_' || n, 'service ' || n, n from generate_series(1, 998) n`,
  );
  const names = Array.from({ length: 10 }, (_, index) => `new ${index}`);
  const ids = await Promise.all(names.map((name) => hub.directory.serviceId(tenant, name)));
  expect(ids.filter((id) => id !== null)).toHaveLength(2);
  expect(await hub.directory.serviceId(tenant, 'SERVICE 5')).toBe('svc_5');
});

test('any text may be mentioned', async () => {
  const tenant = await newTenant('odd');
  for (const name of ['x'.repeat(5_000), 'nul\u0000byte', 'lone \ud800', '💥'.repeat(300)]) {
    expect(await hub.directory.serviceId(tenant, name)).toMatch(/^svc_/);
  }
});
