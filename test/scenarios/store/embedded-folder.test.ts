import { randomUUID } from 'node:crypto';
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  rmdir,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unprivilegedAccount } from '../../../src/store/embedded/account.ts';
import { STATE_FOLDER } from '../../../src/store/embedded/data-folder.ts';
import { copyReadable, linkLibraries } from '../../../src/store/embedded/package-files.ts';
import { type Bench, createBench, logInto, query } from './embedded-harness.ts';

const isRoot = process.getuid?.() === 0;

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(async () => {
  await bench.cleanUp();
  // Only when nothing else is in it.
  await rmdir(STATE_FOLDER).catch(() => {});
});

/** Writes a file, its folders included, so that every account can read it. */
async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

describe('the data folder', () => {
  test('may have a path that is too long for a socket', async () => {
    const dataDir = join(bench.dataDir, 'x'.repeat(60), 'with space, comma', 'y'.repeat(60));
    const server = await bench.start({ dataDir });
    expect(server.connection.host).not.toContain('xxx');
    expect(await query(server.connection, 'select 1 as n')).toEqual([{ n: 1 }]);
    expect((await stat(server.connection.host ?? '')).mode & 0o777).toBe(0o700);
    await server.stop();
    await expect(lstat(server.connection.host ?? '')).rejects.toThrow('ENOENT');
  });

  test('may have a comma in its path', async () => {
    const server = await bench.start({ dataDir: join(bench.dataDir, 'a, "b"') });
    expect(server.connection.host).toContain('a, "b"/postgres');
    expect(await query(server.connection, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  test.runIf(isRoot)('may lie below a folder that is closed to everybody but root', async () => {
    const closed = await createBench(0o700);
    const dataDir = join(closed.dataDir, 'data');
    let target = '';
    try {
      const server = await closed.start({ dataDir });
      target = await readlink(join(dataDir, 'postgres'));
      expect(dirname(target)).toBe(STATE_FOLDER);
      expect(server.folder).toBe(target);
      await query(server.connection, 'create table t as select 1 as n');
      await server.stop();
      const again = await closed.start({ dataDir });
      expect(await query(again.connection, 'select n from t')).toEqual([{ n: 1 }]);
      const told = closed.lines.filter((line) => line.includes('outside the data folder'));
      expect(told).toHaveLength(1);
    } finally {
      await closed.cleanUp();
      if (target) await rm(target, { recursive: true });
    }
  });

  test('of another major version is refused with both versions', async () => {
    const server = await bench.start();
    await server.stop();
    await writeFile(join(server.folder, 'PG_VERSION'), '14\n');
    await expect(bench.start()).rejects.toThrow(
      new RegExp(`made by PostgreSQL 14, but .* PostgreSQL ${server.version}`),
    );
  });

  test('is refused, not overwritten, where it holds something else', async () => {
    await put(join(bench.dataDir, 'postgres', 'letter.txt'), 'mine');
    if (isRoot) await chmod(bench.dataDir, 0o711);
    await expect(bench.start()).rejects.toThrow(/letter|holds no PostgreSQL|belongs to root/);
    expect(await readFile(join(bench.dataDir, 'postgres', 'letter.txt'), 'utf8')).toBe('mine');
  });

  test('may hold an empty folder and an abandoned draft; the draft goes', async () => {
    await mkdir(join(bench.dataDir, 'postgres'), { recursive: true });
    const old = join(bench.dataDir, 'postgres.new-old');
    await put(join(old, 'PG_VERSION'), '18');
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(old, longAgo, longAgo);
    await bench.start();
    expect((await readdir(bench.dataDir)).sort()).toEqual(['postgres', 'postgres.log']);
  });

  test('keeps the log of earlier starts, but not above 10 MB', async () => {
    const log = join(bench.dataDir, 'postgres.log');
    await put(log, '');
    await truncate(log, 11 * 1024 * 1024);
    if (isRoot) await chmod(bench.dataDir, 0o711);
    await bench.start();
    expect((await stat(`${log}.1`)).size).toBe(11 * 1024 * 1024);
    expect((await stat(log)).size).toBeLessThan(100_000);
  });
});

describe('the packaged programs', () => {
  const links = [{ source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so.1' }];

  test('get their library links where the install script did not run', async () => {
    const root = join(bench.dataDir, 'package');
    await put(join(root, 'native/pg-symlinks.json'), JSON.stringify(links));
    await put(join(root, 'native/lib/libx.so.1.2'), 'x');
    expect(await linkLibraries(root)).toBe(true);
    expect(await linkLibraries(root)).toBe(true);
    expect(await readlink(join(root, 'native/lib/libx.so.1'))).toBe('libx.so.1.2');
  });

  test('are copied once to where their account can read them', async () => {
    const root = join(bench.dataDir, 'package');
    await put(join(root, 'native/pg-symlinks.json'), JSON.stringify(links));
    await put(join(root, 'native/lib/libx.so.1.2'), 'x');
    await put(join(root, 'native/bin/postgres'), 'program');
    await chmod(join(root, 'native'), 0o700);
    const account = await unprivilegedAccount();
    const version = `test-${randomUUID()}`;
    const copies = await Promise.all(
      [1, 2].map(() => copyReadable(root, version, account, logInto(bench.lines))),
    );
    const [copy = ''] = copies;
    try {
      expect(copies[1]).toBe(copy);
      expect((await stat(join(copy, 'native'))).mode & 0o777).toBe(0o755);
      expect((await stat(join(copy, 'native/bin/postgres'))).mode & 0o777).toBe(0o755);
      expect(await readFile(join(copy, 'native/lib/libx.so.1'), 'utf8')).toBe('x');
      expect((await readdir(dirname(copy))).filter((name) => name.includes('.new-'))).toEqual([]);
    } finally {
      await rm(copy, { recursive: true });
    }
  });
});
