import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { openStore } from '../src/store/connection.ts';
import { connectionFromUrl } from '../src/store/connection-url.ts';
import { debianFolders } from '../src/store/embedded/binaries.ts';
import { startEmbedded } from '../src/store/embedded/supervisor.ts';
import { migrate } from '../src/store/migrator.ts';

/** What every test file needs to make its own database. */
export interface TestServer {
  readonly connection: pg.ClientConfig;
  /** A migrated database that nobody connects to. */
  readonly template: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    database: TestServer;
  }
}

let stop: () => Promise<void> = async () => {};

/**
 * One PostgreSQL for the run, by TOCSIN_TEST_DATABASE: `embedded` (default), `system` (the oldest
 * of /usr/lib/postgresql), or the `postgres://` URL of a server where databases may be created.
 */
export async function setup(project: TestProject): Promise<void> {
  const choice = process.env.TOCSIN_TEST_DATABASE || 'embedded';
  const connection = choice.startsWith('postgres')
    ? connectionFromUrl(choice)
    : await startServer(choice);
  const template = `tocsin_template_${randomUUID().slice(0, 8)}`;
  const stopServer = stop;
  stop = async () => {
    if (choice.startsWith('postgres')) await execute(connection, `drop database "${template}"`);
    await stopServer();
  };
  await execute(connection, `create database "${template}"`);
  const store = openStore({ connection: { ...connection, database: template } });
  await migrate(store);
  await store.close();
  project.provide('database', { connection, template });
}

export async function teardown(): Promise<void> {
  await stop();
}

async function startServer(choice: string): Promise<pg.ClientConfig> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tocsin-test-'));
  // As root the server runs as another user, who must be able to pass.
  await chmod(dataDir, 0o711);
  const stopWatching = removeWhenKilled(dataDir);
  const remove = async () => {
    await rm(dataDir, { recursive: true, force: true });
    stopWatching();
  };
  try {
    const server = await startEmbedded({
      dataDir,
      log: pino({ level: 'error' }),
      // Nothing here outlives the run, so nothing needs to reach the disk.
      settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
      ...(await binariesFor(choice)),
    });
    stop = () => server.stop().then(remove);
    return { ...server.connection, database: 'postgres' };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function binariesFor(choice: string): Promise<{ binaries?: string }> {
  if (choice === 'embedded') return {};
  const binaries = (await debianFolders()).at(-1);
  if (choice === 'system' && binaries) return { binaries };
  throw new Error(
    `TOCSIN_TEST_DATABASE is "${choice}"; allowed: embedded, system (needs a PostgreSQL in ` +
      '/usr/lib/postgresql), or a postgres:// URL',
  );
}

/**
 * A shell that outlives this process, also when it is killed: it waits for the end of its input,
 * then stops the server of the folder and removes the folder. Returns how to end it without that.
 */
function removeWhenKilled(dataDir: string): () => void {
  const script = `
    cat > /dev/null
    pid=$(head -n 1 "$0/postgres/postmaster.pid" 2> /dev/null) && kill -QUIT "$pid"
    sleep 0.2
    rm -rf "$0"`;
  const watcher = spawn('/bin/sh', ['-c', script, dataDir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.unref();
  return () => {
    watcher.kill('SIGKILL');
    watcher.stdin.destroy();
  };
}

async function execute(connection: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
