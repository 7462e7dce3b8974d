import { resolve } from 'node:path';
import pg from 'pg';
import type { StoreLog } from '../log.ts';
import { unprivilegedAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { clearFolder } from './claim.ts';
import { ensureCluster, SUPERUSER } from './cluster.ts';
import { locateDataFolder } from './data-folder.ts';
import { prepareServerLog } from './server-log.ts';
import type { ServerPlan } from './server-process.ts';
import type { ServerSettings } from './settings.ts';
import { createSocketFolder, PORT, removeSocketFolder } from './socket-folder.ts';
import { supervise } from './supervision.ts';

/** The hub's own database in the cluster. */
export const DATABASE = 'tocsin';

export interface EmbeddedOptions {
  /** The hub's data folder; the cluster is `<dataDir>/postgres`, its log `postgres.log`. */
  readonly dataDir: string;
  readonly log: StoreLog;
  /** Server settings over our own; address and socket cannot be changed. */
  readonly settings?: ServerSettings;
  /** A `bin` folder with `postgres` and `initdb`. Default: the platform's package, else a system's. */
  readonly binaries?: string;
  /** Called when another hub took the folder after the server ended here: nothing restarts it. */
  readonly onLost?: (error: Error) => void;
}

/** A PostgreSQL server that runs as long as the hub wants it to. */
export interface EmbeddedServer {
  /** Stays valid when the server is started again after a crash. */
  readonly connection: pg.ClientConfig;
  /** E.g. `18.4`. */
  readonly version: string;
  /** The cluster's folder, absolute and without links. */
  readonly folder: string;
  /** Shuts the server down and waits for its end; at most about 20 s. Idempotent. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts PostgreSQL on the data folder, creating folder, cluster and database at first, and keeps
 * it running until `stop`. What a killed hub left behind is cleared up. Throws FolderTakenError
 * when another hub uses the folder, and an Error that says what to do when there is no PostgreSQL
 * to run, the folder is of another major version, or the server does not start.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const plan = await prepare(options);
  try {
    const onLost = options.onLost ?? (() => {});
    const stop = await supervise({ plan, log: options.log, onLost });
    return await openServer(plan, stop);
  } catch (error) {
    await removeSocketFolder(plan.socketFolder, plan.folder.account);
    throw error;
  }
}

async function prepare(options: EmbeddedOptions): Promise<ServerPlan> {
  const { log, settings = {} } = options;
  const dataDir = resolve(options.dataDir);
  const folder = await locateDataFolder(dataDir, await unprivilegedAccount(), log);
  const binaries = await findBinaries(folder.account, log, options.binaries);
  await ensureCluster(folder, binaries, settings.fsync !== 'off');
  await clearFolder(folder);
  const serverLog = await prepareServerLog(dataDir, folder.account);
  const socketFolder = await createSocketFolder(folder);
  const connection = { host: socketFolder, port: PORT, user: SUPERUSER, database: DATABASE };
  return { folder, socketFolder, binaries, settings, serverLog, connection };
}

async function openServer(plan: ServerPlan, stop: () => Promise<void>): Promise<EmbeddedServer> {
  let stopped: Promise<void> | undefined;
  const stopOnce = () => {
    stopped ??= stop().then(() => removeSocketFolder(plan.socketFolder, plan.folder.account));
    return stopped;
  };
  try {
    await ensureDatabase(plan.connection);
  } catch (error) {
    await stopOnce();
    throw error;
  }
  const { connection, folder, binaries } = plan;
  return { connection, version: binaries.version, folder: folder.path, stop: stopOnce };
}

/** Beside the cluster's own database, so that the lock's connection is never in the way of it. */
async function ensureDatabase(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
      DATABASE,
    ]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
