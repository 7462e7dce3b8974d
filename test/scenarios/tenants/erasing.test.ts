import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MINUTE } from '../../../src/kernel/time.ts';
import { eraseTenant } from '../../../src/tenants/erase-tenant.ts';
import { eraseTenants } from '../../../src/tenants/erase-tenants.ts';
import { listErasedTenants } from '../../../src/tenants/list-erased-tenants.ts';
import { listTenants } from '../../../src/tenants/list-tenants.ts';
import { everythingStored, openTenantsHub, refusalOf, type TenantsHub } from './tenants-hub.ts';

let hub: TenantsHub;

beforeAll(async () => {
  hub = await openTenantsHub();
});
afterAll(() => hub?.drop());

/** Raw events, as many as an intake of minutes leaves behind. */
const events = (tenantId: string, count: number) =>
  hub.store.pool.query(
    `insert into alert_events (tenant_id, alert_id, received_at, event_id, kind, status, payload)
     select $1, 'alt_' || n % 50, now(), 'evt_' || n, 'repeated', 'firing', '{}'
     from generate_series(1, $2::int) n`,
    [tenantId, count],
  );

const countOf = async (tenantId: string) => {
  const { rows } = await hub.store.pool.query(
    'select count(*)::int as count from alert_events where tenant_id = $1',
    [tenantId],
  );
  return rows[0].count;
};

const erasure = async (slug: string) => {
  const { data } = await listErasedTenants(hub.asOperator(), {});
  return data.find((each) => each.slug === slug);
};

test('only the operator erases, only what there is, and never the default tenant', async () => {
  await hub.tenant('kept');
  const asked = (context: ReturnType<typeof hub.as>, slug: string) =>
    refusalOf(() => eraseTenant(context, { slug }));
  expect(await asked(hub.as('ten_kept'), 'kept')).toBe('403 forbidden');
  expect(await asked(hub.asOperator(), 'nobody')).toBe('404 not_found');
  expect(await asked(hub.asOperator(), 'default')).toBe('409 default_tenant');
});

test('nobody finds a tenant that is being erased, and its slug stays taken', async () => {
  const { api_key } = await hub.tenant('gone');
  expect(await hub.directory.apiKey(api_key)).toBeDefined();
  expect(await hub.directory.implicitEndpoint('gone', 'causeflow')).toBeDefined();
  const begun = await eraseTenant(hub.asOperator(), { slug: 'gone' });
  expect(begun).toMatchObject({ slug: 'gone', finished_at: null });
  expect(await hub.directory.apiKey(api_key)).toBeUndefined();
  expect(await hub.directory.tenant('gone')).toBeUndefined();
  expect(await hub.directory.implicitEndpoint('gone', 'causeflow')).toBeUndefined();
  const { data } = await listTenants(hub.asOperator(), {});
  expect(data.map(({ slug }) => slug)).toEqual(['kept']);
  expect(await refusalOf(() => eraseTenant(hub.asOperator(), { slug: 'gone' }))).toBe(
    '404 not_found',
  );
  expect(await refusalOf(() => hub.tenant('gone'))).toBe('409 slug_taken');
});

test('a round that was cut short is gone on with; what is locked or came late goes too', async () => {
  await events('ten_gone', 5_000);
  await events('ten_kept', 100);
  // Every look at the clock ends the round: one batch each, as if the hub had crashed after it.
  let hurried = hub.clock();
  const clock = () => {
    hurried += MINUTE;
    return hurried;
  };
  const counts: number[] = [];
  for (let round = 0; round < 50 && counts.at(-1) !== 1_000; round++) {
    await eraseTenants({ store: hub.store, clock });
    counts.push(await countOf('ten_gone'));
  }
  expect([...new Set(counts)].filter((count) => count < 5_000)).toEqual([3_000, 1_000]);

  hub.advance(2 * MINUTE);
  const round = () => eraseTenants({ store: hub.store, clock: hub.clock });
  await hub.store.db.transaction().execute(async (tx) => {
    const held = await sql`
      select event_id from alert_events where tenant_id = 'ten_gone' limit 1 for update`.execute(
      tx,
    );
    expect(held.rows).toHaveLength(1);
    await round();
    expect((await erasure('gone'))?.finished_at).toBeNull();
    expect(await countOf('ten_gone')).toBe(1);
  });
  await round();
  const done = await erasure('gone');
  expect(done?.finished_at).not.toBeNull();
  expect(done?.deleted_rows).toBeGreaterThan(5_000);
  expect(await countOf('ten_gone')).toBe(0);
  expect(await countOf('ten_kept')).toBe(100);
  expect(await everythingStored(hub.store)).not.toContain('ten_gone');
  expect(await hub.tenant('gone')).toMatchObject({ slug: 'gone' });
});
