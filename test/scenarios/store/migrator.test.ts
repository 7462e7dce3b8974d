import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '../../../src/store/migrator.ts';
import { createTestDatabase, type TestDatabase } from '../../harness-database.ts';

const REAL = new URL('../../../migrations/', import.meta.url);

let database: TestDatabase;
let directory: string;
beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  directory = await mkdtemp(join(tmpdir(), 'tocsin-migrations-'));
  for (const name of await readdir(REAL)) {
    if (/^\d/.test(name)) await copyFile(new URL(name, REAL), join(directory, name));
  }
});
afterEach(async () => {
  await rm(directory, { recursive: true });
  await database.drop();
});

const put = (name: string, sql: string) => writeFile(join(directory, name), sql);
const run = () => migrate(database.store, { directory });

async function names(): Promise<string[]> {
  const { rows } = await database.store.pool.query(
    'select name from schema_migrations order by version',
  );
  return rows.map((row) => row.name);
}

test('an empty database gets every migration once, in order', async () => {
  await put('900002_second.sql', 'create table second as select * from first');
  await put('900001_first.sql', 'create table first (n int)');
  const { applied } = await run();
  expect(applied.slice(-2)).toEqual(['900001_first.sql', '900002_second.sql']);
  expect(applied[0]).toBe('000001_hub.sql');
  expect(await names()).toEqual(applied);
  expect(await run()).toEqual({ applied: [] });
});

test('without a folder named, the own migrations are applied', async () => {
  expect((await migrate(database.store)).applied).toContain('000001_hub.sql');
  expect((await migrate(database.store)).applied).toEqual([]);
});

test('several migrators at once apply each migration once', async () => {
  await put('900001_slow.sql', 'select pg_sleep(0.3); create table slow ()');
  const results = await Promise.all([run(), run(), run()]);
  const applied = results.flatMap((result) => result.applied);
  expect(applied.sort()).toEqual(await names());
});

test('a migration that fails is rolled back and named; those before it stay', async () => {
  await put('900001_good.sql', 'create table good (n int)');
  await put('900002_bad.sql', 'create table bad (n int); select 1 / 0;');
  await expect(run()).rejects.toThrow('Migration 900002_bad.sql failed: division by zero');
  expect(await names()).toContain('900001_good.sql');
  const { rows } = await database.store.pool.query(
    `select to_regclass('good') is not null as good, to_regclass('bad') is not null as bad`,
  );
  expect(rows).toEqual([{ good: true, bad: false }]);
  await put('900002_bad.sql', 'create table bad (n int);');
  expect((await run()).applied).toEqual(['900002_bad.sql']);
});

test('a migration changed after it was applied is refused by name', async () => {
  await put('900001_first.sql', 'create table first (n int);\n');
  await run();
  await put('900001_first.sql', 'create table first (n int);\r\n');
  await run();
  await put('900001_first.sql', 'create table first (n bigint);\n');
  await expect(run()).rejects.toThrow(/900001_first\.sql was changed after it was applied/);
});

test('a migration that is gone is refused by name', async () => {
  await put('900001_first.sql', 'create table first (n int)');
  await run();
  await rm(join(directory, '900001_first.sql'));
  await expect(run()).rejects.toThrow(/900001_first\.sql was applied .* newer version of the hub/s);
});

test('files with a bad name or the same number are refused, not skipped', async () => {
  await mkdir(join(directory, 'x'));
  await put('x/000001_a.sql', '');
  await put('x/000001_b.sql', '');
  await expect(migrate(database.store, { directory: join(directory, 'x') })).rejects.toThrow(
    'Migrations 000001_a.sql and 000001_b.sql have the same number.',
  );
  await put('2_late.sql', '');
  await expect(run()).rejects.toThrow('Migration 2_late.sql is not named like 000001_words.sql.');
});
