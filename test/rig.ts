import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { pino } from 'pino';
import { urlOfConnection } from '../src/store/connection-url.ts';
import { debianFolders } from '../src/store/embedded/binaries.ts';
import { readPidFile } from '../src/store/embedded/pid-file.ts';
import { type EmbeddedServer, startEmbedded } from '../src/store/embedded/supervisor.ts';
import { type HubProcess, startHubProcess } from './hub-process.ts';

/** `system`: an installed PostgreSQL behind DATABASE_URL; `embedded`: the hub brings its own. */
export type DatabaseKind = 'system' | 'embedded';

/** A hub and its database in a temporary folder. */
export interface Rig {
  readonly kind: DatabaseKind;
  readonly rootToken: string;
  readonly hub: () => HubProcess;
  /** Starts the hub anew, on the port it had. */
  readonly restartHub: () => Promise<HubProcess>;
  /** How to reach the database; valid while it runs. */
  readonly connection: () => Promise<pg.ClientConfig>;
  readonly postmasterPid: () => Promise<number>;
  /** `system` only: an orderly stop, and a start at the same address. */
  readonly stopDatabase: () => Promise<void>;
  readonly startDatabase: () => Promise<void>;
  /** Stops hub and database and removes the folder. */
  readonly close: () => Promise<void>;
}

const open = new Set<() => Promise<void>>();

/** Nothing of a rig outlives the run, also when that is interrupted. */
function closeWhenInterrupted(close: () => Promise<void>): void {
  if (open.size === 0) {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted);
  }
  open.add(close);
}

function interrupted(signal: 'SIGINT' | 'SIGTERM'): void {
  const all = Promise.allSettled([...open].map((close) => close()));
  void all.then(() => process.exit(signal === 'SIGINT' ? 130 : 143));
}

/** Brings up database and hub; `env` goes to the hub. */
export async function openRig(
  kind: DatabaseKind,
  env: Readonly<Record<string, string>> = {},
): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-rig-'));
  // As root the database runs as another user, who must be able to pass.
  await chmod(folder, 0o711);
  const database = await openDatabase(kind, folder);
  const rootToken = randomBytes(24).toString('hex');
  const base = {
    TOCSIN_DATA: await makeFolder(join(folder, 'hub')),
    TOCSIN_ROOT_TOKEN: rootToken,
    LOG_LEVEL: 'warn',
    ...database.env,
    ...env,
  };
  const close = async () => {
    open.delete(close);
    await hub?.stop();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  };
  let hub: HubProcess | undefined;
  closeWhenInterrupted(close);
  try {
    hub = await startHubProcess({ ...base, PORT: '0' });
  } catch (error) {
    await close();
    throw error;
  }
  let current = hub;
  const { port } = current;
  const restartHub = async () => {
    current = hub = await startHubProcess({ ...base, PORT: String(port) });
    return current;
  };
  const { stop: stopDatabase, start: startDatabase } = database;
  const postmasterPid = async () => (await pidFile(database.folder())).pid;
  const connection = () => database.connection();
  const rest = { restartHub, connection, postmasterPid, stopDatabase, startDatabase, close };
  return { kind, rootToken, hub: () => current, ...rest };
}

async function openDatabase(kind: DatabaseKind, folder: string) {
  if (kind === 'system') return openSystem(await makeFolder(join(folder, 'server')));
  const cluster = join(folder, 'hub', 'postgres');
  const connection = async (): Promise<pg.ClientConfig> => {
    const { socketFolder: host, port } = await pidFile(cluster);
    return { host, port, user: 'tocsin', database: 'tocsin' };
  };
  const impossible = async () => {};
  const env: Record<string, string> = {};
  return { env, folder: () => cluster, connection, stop: impossible, start: impossible };
}

async function openSystem(dataDir: string) {
  const binaries = (await debianFolders()).at(-1);
  if (!binaries) throw new Error('No PostgreSQL is installed in /usr/lib/postgresql.');
  let server: EmbeddedServer;
  const start = async () => {
    // Being killed is what some of its users do to it.
    server = await startEmbedded({ dataDir, log: pino({ level: 'silent' }), binaries });
  };
  await start();
  return {
    env: { DATABASE_URL: urlOfConnection(await connectionNow()) },
    folder: () => server.folder,
    connection: connectionNow,
    start,
    stop: () => server.stop(),
  };

  async function connectionNow(): Promise<pg.ClientConfig> {
    return server.connection;
  }
}

async function pidFile(cluster: string) {
  const found = await readPidFile(cluster);
  if (found) return found;
  throw new Error(`No server runs in ${cluster}.`);
}

async function makeFolder(path: string): Promise<string> {
  await mkdir(path, { mode: 0o711 });
  return path;
}
