import { createHmac } from 'node:crypto';
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Hub, startHub } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import { migrate } from '../../../src/store/migrator.ts';
import { createTestDatabase, type TestDatabase } from '../../harness-database.ts';
import { copyRows } from '../../upgrade/copy-rows.ts';
import { type Fixture, loadFixture, readFixture } from '../../upgrade/load-fixture.ts';
import { codeNow } from '../people/authenticator.ts';
import { sendTo } from '../people/people-rig.ts';
import { startLoad } from './load.ts';

const REAL = new URL('../../../migrations/', import.meta.url);
const ENOUGH = 30;
const URL_OF_THEN = 'http://localhost:38899';

let folder: string;
let undo: (() => Promise<unknown>)[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-upgrade-'));
  undo = [() => rm(folder, { recursive: true, force: true })];
});
afterEach(async () => {
  for (const step of undo.reverse()) await step();
});

/** A database as far as the first migrations; files of the caller's may follow in the folder. */
async function databaseAt(first: (names: readonly string[]) => readonly string[]) {
  const database = await createTestDatabase({ empty: true });
  undo.push(database.drop);
  await copyMigrations(first);
  await migrate(database.store, { directory: folder });
  return database;
}

/** A database with all of them. */
async function presentDatabase() {
  const database = await createTestDatabase();
  undo.push(database.drop);
  return database;
}

async function copyMigrations(wanted: (names: readonly string[]) => readonly string[]) {
  const names = (await readdir(REAL)).filter((name) => /^\d/.test(name)).sort();
  for (const name of wanted(names)) await copyFile(new URL(name, REAL), join(folder, name));
}

async function start(database: TestDatabase, env: Readonly<Record<string, string>> = {}) {
  const hub = await startHub(
    readConfig({
      HOST: '127.0.0.1',
      PORT: '0',
      TOCSIN_DATA: join(folder, 'data'),
      LOG_LEVEL: 'fatal',
      DATABASE_URL: database.url,
      ...env,
    }),
  );
  undo.push(hub.close);
  return hub;
}

const baseOf = ({ port }: Hub) => `http://127.0.0.1:${port}`;

async function countOf(database: TestDatabase, name: string): Promise<number> {
  const { rows } = await database.store.pool.query(`select count(*)::int as n from ${name}`);
  return rows[0].n;
}

/** Alerts of the load that are in the database, as senders know them. */
async function storedLoad(database: TestDatabase): Promise<readonly string[]> {
  const { rows } = await database.store.pool.query(
    `select distinct title from alerts where title like 'Load load-%'`,
  );
  return rows.map(({ title }) => title.slice('Load '.length));
}

/** What work that goes on by itself may have changed since, and what later versions add to. */
const LIVELY = /^public\.(deliveries|delivery_attempts|lanes|destination_health|payloads|receipt)/;

test('what a hub of schema 000004 held is all there after the upgrade, by two hubs at once', async () => {
  const fixture = await readFixture('000004.sql');
  const database = await databaseAt((names) => names.slice(0, 4));
  await loadFixture(database.store, fixture);
  const { secretKey, rootToken } = fixture.facts;
  const env = {
    TOCSIN_SECRET_KEY: secretKey,
    TOCSIN_ROOT_TOKEN: rootToken,
    TOCSIN_URL: URL_OF_THEN,
  };
  const [hub, other] = await Promise.all([start(database, env), start(database, env)]);

  for (const [name, count] of fixture.rows) {
    if (!LIVELY.test(name))
      expect(await countOf(database, name), name).toBeGreaterThanOrEqual(count);
  }
  for (const { tenant, path, body } of fixture.replies) {
    const headers = { authorization: `Bearer ${rootToken}`, 'x-tenant': tenant };
    const reply = await sendTo(baseOf(hub), 'GET', `/api/v1${path}`, undefined, headers);
    const told = path.includes('/timeline') ? withoutTriage(reply.body) : reply.body;
    expect(told, `${tenant} ${path}`).toMatchObject(untriaged(body));
  }
  await goesOn(fixture, baseOf(other));
});

/** What was said of incidents then, but for what their triage changes by itself. */
function untriaged(body: unknown): object {
  return JSON.parse(JSON.stringify(body), (_key, value) => {
    if (value === null || typeof value !== 'object' || !('triage' in value)) return value;
    const { triage: _triage, updated_at: _updated, ...rest } = value;
    return rest;
  });
}

/** A timeline as it was before incidents were triaged. */
const withoutTriage = ({ data, ...rest }: { data: { kind: string }[] }) => ({
  ...rest,
  data: data.filter(({ kind }) => kind !== 'triaged'),
});

/** The sender, the API key and the member of then; a known alert is known. */
async function goesOn({ facts, replies }: Fixture, base: string): Promise<void> {
  const known = replies.find(({ path }) => path.startsWith('/alerts'))?.body as {
    data: { title: string; event_count: number; incident_id: string }[];
  };
  const before = known.data.find(({ title }) => title === 'Alert one');
  const body = JSON.stringify({
    alerts: [{ external_id: 'one', title: 'Alert one', severity: 'critical', status: 'firing' }],
  });
  const signature = createHmac('sha256', facts.regenSecret).update(body).digest('hex');
  const sent = await fetch(base + facts.regenPath, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-regen-signature': `sha256=${signature}` },
    body,
  });
  expect(sent.status).toBe(200);
  const key = { authorization: `Bearer ${facts.apiKey}` };
  const alerts = await sendTo(base, 'GET', '/api/v1/alerts?limit=200', undefined, key);
  const after = alerts.body.data.find(({ title }: { title: string }) => title === 'Alert one');
  expect(after.incident_id).toBe(before?.incident_id);
  expect(after.event_count).toBe((before?.event_count ?? 0) + 1);
  expect(alerts.body.data).toHaveLength(known.data.length);

  const { email, password, totp } = facts.person;
  const first = await sendTo(
    base,
    'POST',
    '/api/auth/sign-in/email',
    { email, password },
    {
      origin: URL_OF_THEN,
    },
  );
  const cookie = first.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const path = '/api/auth/two-factor/verify-totp';
  const second = await sendTo(
    base,
    'POST',
    path,
    { code: codeNow(totp) },
    { origin: URL_OF_THEN, cookie },
  );
  expect(second.status, JSON.stringify(second.body)).toBe(200);
}

test('rows of this version fit the schema before the last migration, and are kept by it', async () => {
  const now = await presentDatabase();
  const hub = await start(now);
  const load = startLoad(baseOf(hub));
  await load.more(ENOUGH);
  await load.stop();
  const before = await databaseAt((names) => names.slice(0, -1));
  const copied = await copyRows(now.store.pool, before.store.pool);
  expect(copied.get('public.alerts')).toBeGreaterThanOrEqual(ENOUGH);
  await migrate(before.store);
  for (const [name, count] of copied) expect(await countOf(before, name), name).toBe(count);
});

test('senders notice nothing of a migration that several hubs want to apply at once', async () => {
  const database = await presentDatabase();
  await copyMigrations((names) => names);
  const hub = await start(database);
  const load = startLoad(baseOf(hub));
  await load.more(ENOUGH);
  const put = (name: string, sql: string) => writeFile(join(folder, name), sql);
  await put('900001_column.sql', 'alter table alerts add column planted text;');
  await put(
    '900002_index.sql',
    '-- outside a transaction\ncreate index concurrently planted on alerts (tenant_id, planted);',
  );
  await put(
    '900003_slow.sql',
    'alter table incidents add column planted text; select pg_sleep(0.5)',
  );
  const results = await Promise.all(
    [1, 2, 3].map(() => migrate(database.store, { directory: folder })),
  );
  expect(results.flatMap(({ applied }) => applied)).toHaveLength(3);
  await load.more(ENOUGH);
  await load.stop();
  for (const { status, retryAfter } of load.refused) {
    expect({ status, hasRetryAfter: retryAfter !== null }).toEqual({
      status: 503,
      hasRetryAfter: true,
    });
  }
  expect(await storedLoad(database)).toEqual(expect.arrayContaining([...load.acknowledged]));
  const { rows } = await database.store.pool.query(
    `select indisvalid from pg_index where indexrelid = 'planted'::regclass`,
  );
  expect(rows).toEqual([{ indisvalid: true }]);
  const ready = await fetch(`${baseOf(hub)}/readyz`);
  expect(ready.status).toBe(200);
});

async function waitingMigrators({ store }: TestDatabase): Promise<number> {
  const { rows } = await store.pool.query(
    `select count(*)::int as n from pg_stat_activity where datname = current_database()
       and application_name = 'tocsin-migrate' and wait_event_type = 'Lock'`,
  );
  return rows[0].n;
}

test('a busy table delays a migration, not the senders', async () => {
  const database = await presentDatabase();
  await copyMigrations((names) => names);
  const holder = await database.store.pool.connect();
  await holder.query('begin; lock table alerts in share mode');
  await writeFile(join(folder, '900001_column.sql'), 'alter table alerts add column planted text;');
  const migrating = migrate(database.store, { directory: folder });
  await expect.poll(() => waitingMigrators(database), { timeout: 20_000 }).toBe(1);
  await holder.query('rollback');
  holder.release();
  expect((await migrating).applied).toEqual(['900001_column.sql']);
});
