import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { trimLiveLogs } from '../../../src/incidents/live-retention.ts';
import { createTestDatabase, type TestDatabase } from '../../harness-database.ts';
import { type HubRig, openHubRig } from '../../hub-rig.ts';
import { openStream } from './stream-client.ts';

let database: TestDatabase;
let hub: HubRig;

const openHub = () => openHubRig({ DATABASE_URL: database.url });

beforeEach(async () => {
  database = await createTestDatabase();
  hub = await openHub();
});
afterEach(async () => {
  await hub?.close();
  await database?.drop();
});

const watch = (lastEventId: string | null = null) =>
  openStream({ base: hub.base, apiKey: hub.owner.apiKey, lastEventId });

const incident = (title: string) =>
  hub.api(hub.owner.apiKey, 'POST', '/incidents', { title, severity: 'low' });

const query = (text: string) => database.store.pool.query(text);

test('a viewer that does not read is disconnected, and can go on by its cursor', async () => {
  const slow = await watch();
  await slow.until(() => slow.received.length > 0);
  slow.pause();
  // 8 MB: more than sockets and the backlog hold.
  await query(`
    insert into live_events
    select tenant_id, position + n, 'alert', 'alt_' || n, 0,
      '"' || repeat('x', 4000) || '"', now()
    from live_tenants, generate_series(1, 2000) n`);
  await query('update live_tenants set position = position + 2000');
  const cursor = slow.lastId();
  await sleep(2_000);
  const { rows } = await query('select 1');
  expect(rows).toHaveLength(1);
  slow.resume();
  await slow.until(() => slow.ended());
  expect(slow.of('alert').length).toBeLessThan(2_000);
  const next = await watch(slow.lastId() ?? cursor);
  await next.until(() => slow.of('alert').length + next.of('alert').length === 2_000);
  next.kill();
});

test('an hour later a cursor is too old, and events are gone from the log', async () => {
  const stream = await watch();
  await stream.until(() => stream.received.length > 0);
  const cursor = stream.lastId();
  await incident('An hour ago');
  await stream.until(() => stream.of('incident').length === 1);
  const later = stream.lastId();
  stream.kill();
  await query("update live_events set created_at = now() - interval '61 minutes'");
  await trimLiveLogs({ store: database.store });
  expect((await query('select 1 from live_events')).rows).toEqual([]);
  const old = await watch(cursor);
  await old.until(() => old.of('reset').length === 1);
  // Whoever had everything has missed nothing.
  const current = await watch(later);
  await current.until(() => current.received.length > 0);
  expect(current.received[0]?.data).toMatchObject({ resumed: true });
  await query("update live_tenants set heard_until = now() - interval '1 minute'");
  const unheard = await watch(later);
  await unheard.until(() => unheard.of('reset').length > 0);
  expect(unheard.received[0]?.data).toMatchObject({ resumed: false });
  for (const each of [old, current, unheard]) each.kill();
});

test('a tenant’s log holds at most twenty thousand events', async () => {
  (await watch()).kill();
  await query(`
    insert into live_events
    select tenant_id, position + n, 'alert', 'alt', 0, '{}', now()
    from live_tenants, generate_series(1, 20300) n`);
  await query('update live_tenants set position = position + 20300');
  await trimLiveLogs({ store: database.store });
  const { rows } = await query('select count(*)::int as n from live_events');
  expect(rows[0]).toEqual({ n: 20_000 });
});

test('nothing is logged for tenants that nobody watches', async () => {
  await incident('Unseen');
  await sleep(300);
  expect((await query('select 1 from live_events')).rows).toEqual([]);
});

test('viewers are told that the hub closes, and closing does not wait for them', async () => {
  const stream = await watch();
  await stream.until(() => stream.received.length > 0);
  await hub.close();
  await stream.until(() => stream.ended());
  expect(stream.received.at(-1)).toMatchObject({ event: 'end', data: { reason: 'closing' } });
  hub = await openHub();
});

test('a viewer that came first reads its lists again once all replicas tell of alerts', async () => {
  const stream = await watch();
  await stream.until(() => stream.of('reset').length === 1, 8_000);
  expect(stream.of('reset')[0]?.data).toEqual({ reason: 'warming_up' });
  stream.kill();
});
