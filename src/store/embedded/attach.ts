import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { StoreLog } from '../log.ts';
import { codeOf } from '../transaction.ts';
import { SUPERUSER } from './cluster.ts';
import { readPidFile } from './pid-file.ts';
import { DATABASE, startEmbedded } from './supervisor.ts';

/**
 * Runs `work` on the embedded database of a data folder: on the server of the hub that runs there,
 * else on one that is started for it and stopped again. Throws when the folder holds no database, or
 * its server belongs to another user.
 */
export async function withEmbedded<T>(
  dataDir: string,
  log: StoreLog,
  work: (connection: pg.ClientConfig) => Promise<T>,
): Promise<T> {
  const folder = await realpath(join(dataDir, 'postgres')).catch(() => undefined);
  if (folder === undefined) {
    throw new Error(
      `There is no database in ${dataDir}. Set TOCSIN_DATA to the hub's data folder, or ` +
        'DATABASE_URL to its database.',
    );
  }
  const running = await findRunning(folder);
  if (running) return await work(running);
  const server = await startEmbedded({ dataDir, log });
  try {
    return await work(server.connection);
  } finally {
    await server.stop();
  }
}

/** The connection to the server of the folder; undefined when none answers there. */
async function findRunning(folder: string): Promise<pg.ClientConfig | undefined> {
  const found = await readPidFile(folder);
  if (!found?.socketFolder) return undefined;
  const connection = {
    host: found.socketFolder,
    port: found.port,
    user: SUPERUSER,
    database: DATABASE,
  };
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    // A moved folder's old file may lead to another one's server.
    return rows[0]?.data_directory === folder ? connection : undefined;
  } catch (error) {
    if (/^E(CONNREFUSED|NOENT)$/.test(codeOf(error))) return undefined;
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}
