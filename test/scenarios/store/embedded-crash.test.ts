import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Bench,
  createBench,
  eventually,
  isAlive,
  postmasterOf,
  query,
} from './embedded-harness.ts';

const HUB = fileURLToPath(new URL('./embedded-hub.ts', import.meta.url));

let bench: Bench;
let children: ChildProcess[] = [];
beforeEach(async () => {
  bench = await createBench();
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  await bench.cleanUp();
});

interface Hub {
  readonly process: ChildProcess;
  readonly connection: pg.ClientConfig;
  readonly folder: string;
}

/** A hub in a process group of its own, as a shell starts it. */
function spawnHub(): ChildProcess {
  const child = spawn(process.execPath, [HUB, bench.dataDir], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function startHub(): Promise<Hub> {
  const child = spawnHub();
  const [line] = await once(child.stdout ?? child, 'data');
  return { process: child, ...JSON.parse(String(line)) };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('after a crash', () => {
  test('of the server, it comes back by itself with every acknowledged row', async () => {
    const { connection, folder } = await bench.start();
    await query(connection, 'create table t (n int)');
    const acknowledged: number[] = [];
    const pid = await postmasterOf(folder);
    for (let n = 1; n <= 60; n++) {
      if (n === 30) process.kill(pid, 'SIGKILL');
      await eventually(() => query(connection, `insert into t values (${n})`));
      acknowledged.push(n);
    }
    const rows = await query(connection, 'select distinct n from t order by n');
    expect(rows.map((row) => row.n)).toEqual(acknowledged);
    expect(await postmasterOf(folder)).not.toBe(pid);
    expect(bench.lines).toContain('the embedded database is back');
    await expect(bench.start()).rejects.toThrow('in use by another hub');
  });

  test('of the server again and again, stopping still works', async () => {
    const { connection, folder, stop } = await bench.start();
    for (let round = 0; round < 3; round++) {
      process.kill(await postmasterOf(folder), 'SIGKILL');
      await sleep(100);
      await eventually(() => query(connection, 'select 1'));
    }
    process.kill(await postmasterOf(folder), 'SIGKILL');
    await stop();
    await sleep(300);
    expect(isAlive(await postmasterOf(folder).then((pid) => pid || -1))).toBe(false);
  });

  test('of the connection that holds the lock, the folder is locked again', async () => {
    const { connection } = await bench.start();
    await query(
      connection,
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'`,
    );
    await sleep(1_000);
    await eventually(() => query(connection, 'select 1'));
    await eventually(async () => {
      const locks = await query(connection, `select 1 from pg_locks where locktype = 'advisory'`);
      expect(locks).toHaveLength(1);
    });
  });

  test('of the hub, the server works on until the next hub replaces it', async () => {
    const hub = await startHub();
    const orphan = await postmasterOf(hub.folder);
    await kill(hub.process);
    await query(hub.connection, 'create table t as select 7 as n');
    const server = await bench.start();
    expect(await postmasterOf(server.folder)).not.toBe(orphan);
    expect(await query(server.connection, 'select n from t')).toEqual([{ n: 7 }]);
  });

  test('of hub and server, whose process id another program has now, it starts', async () => {
    const hub = await startHub();
    const file = join(hub.folder, 'postmaster.pid');
    await kill(hub.process);
    process.kill(await postmasterOf(hub.folder), 'SIGKILL');
    // PostgreSQL only minds processes of its own user.
    const { uid } = await stat(hub.folder);
    const stranger = spawn('sleep', ['60'], { uid });
    children.push(stranger);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/^\d+/, String(stranger.pid)));
    await bench.start();
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });

  test('of the hub in its first seconds, no half-made database stays', async () => {
    for (const delay of [250, 400, 550]) {
      const child = spawnHub();
      await sleep(delay);
      await kill(child);
    }
    const { connection } = await bench.start();
    expect(await query(connection, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('Ctrl-C on the terminal of the hub leaves the server to the hub', async () => {
    const hub = await startHub();
    process.kill(-(hub.process.pid ?? 0), 'SIGINT');
    await sleep(300);
    expect(await query(hub.connection, 'select 1 as n')).toEqual([{ n: 1 }]);
    await kill(hub.process);
    await (await bench.start()).stop();
  });
});
