import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FolderTakenError } from '../../../src/store/embedded/folder-lock.ts';
import { type Bench, createBench, isAlive, postmasterOf, query } from './embedded-harness.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.cleanUp());

describe('the embedded server', () => {
  test('starts in an empty folder, keeps rows over a restart and leaves no process', async () => {
    const first = await bench.start();
    await query(first.connection, 'create table t as select 1 as n');
    const pid = await postmasterOf(first.folder);
    await first.stop();
    expect(isAlive(pid)).toBe(false);
    const second = await bench.start();
    expect(await query(second.connection, 'select n from t')).toEqual([{ n: 1 }]);
    expect(second.version).toMatch(/^\d+\.\d+/);
  });

  test('keeps its folder private, flushes commits and listens on no port', async () => {
    const server = await bench.start();
    expect((await stat(server.folder)).mode & 0o777).toBe(0o700);
    const settings = await query(
      server.connection,
      `select name, setting from pg_settings where name in
       ('fsync', 'synchronous_commit', 'listen_addresses', 'jit', 'server_encoding', 'TimeZone')
       order by name collate "C"`,
    );
    expect(Object.fromEntries(settings.map((row) => [row.name, row.setting]))).toEqual({
      TimeZone: 'UTC',
      fsync: 'on',
      jit: 'off',
      listen_addresses: '',
      server_encoding: 'UTF8',
      synchronous_commit: 'on',
    });
  });

  test('sorts by bytes and knows upper and lower case beyond ASCII', async () => {
    const server = await bench.start();
    const rows = await query(server.connection, `select lower('ÄÉ') as low, 'a' < 'B' as less`);
    expect(rows).toEqual([{ low: 'äé', less: false }]);
  });

  test('takes settings, but not another address', async () => {
    const server = await bench.start({
      settings: { work_mem: '8MB', listen_addresses: '*' },
    });
    expect(await query(server.connection, 'show work_mem')).toEqual([{ work_mem: '8MB' }]);
    expect(await query(server.connection, 'show listen_addresses')).toEqual([
      { listen_addresses: '' },
    ]);
  });

  test('tells the end of its log when it cannot start, and leaves nothing running', async () => {
    await expect(bench.start({ settings: { shared_buffers: 'many' } })).rejects.toThrow(
      /did not start \(exit code 1\)[\s\S]*invalid value for parameter "shared_buffers"/,
    );
    expect(await postmasterOf(join(bench.dataDir, 'postgres'))).toBe(0);
  });

  test('refuses a second hub on the same folder and names the first', async () => {
    const first = await bench.start();
    const second = bench.start();
    await expect(second).rejects.toThrow(FolderTakenError);
    await expect(second).rejects.toThrow(
      `${first.folder} is in use by another hub (process ${process.pid} on `,
    );
    expect(await query(first.connection, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('lets one of two hubs win that start at once on an empty folder', async () => {
    const results = await Promise.allSettled([bench.start(), bench.start()]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = results.find((result) => result.status === 'rejected');
    expect(lost?.reason).toBeInstanceOf(FolderTakenError);
    expect((await readdir(bench.dataDir)).sort()).toEqual(['postgres', 'postgres.log']);
  });

  test('stops once, however often it is asked to', async () => {
    const server = await bench.start();
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(await readFile(join(bench.dataDir, 'postgres.log'), 'utf8')).toContain(
      'database system is shut down',
    );
  });
});
