import { realpath } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { LOCK_FAMILY, LOCKS } from '../advisory-locks.ts';

const PATIENCE = 2_000;

/** Another hub uses the same data folder. */
export class FolderTakenError extends Error {
  readonly folder: string;

  constructor(folder: string, holder: string | undefined) {
    super(
      `The database folder ${folder} is in use by another hub${holder ? ` (${holder})` : ''}. ` +
        'Stop that one first, or give this one a data folder of its own.',
    );
    this.name = 'FolderTakenError';
    this.folder = folder;
  }
}

/**
 * Marks the folder as this hub's: a session lock on the connection that is returned. Waits 2 s for
 * the backend of a hub that has just been killed. Throws {@link FolderTakenError} when another hub
 * holds it, and what `pg` throws when the server cannot be reached.
 */
export async function takeFolderLock(
  connection: pg.ClientConfig,
  folder: string,
): Promise<pg.Client> {
  const client = new pg.Client({
    ...connection,
    database: 'postgres',
    application_name: `process ${process.pid} on ${hostname()}`.slice(0, 63),
    connectionTimeoutMillis: 5_000,
  });
  // Its end is noticed by the 'end' event; without a listener an error would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    await refuseOtherFolder(client, folder);
    for (const giveUpAt = Date.now() + PATIENCE; !(await tryLock(client)); await sleep(50)) {
      if (Date.now() > giveUpAt) throw new FolderTakenError(folder, await findHolder(client));
    }
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

/** A moved cluster's old postmaster.pid may lead to the server of the cluster now in its place. */
async function refuseOtherFolder(client: pg.Client, folder: string): Promise<void> {
  const { rows } = await client.query<{ data_directory: string }>('show data_directory');
  const served = await realpath(rows[0]?.data_directory ?? '').catch(() => undefined);
  // Inside another container the same folder may have another name, which does not exist here.
  if (served !== undefined && served !== folder) {
    throw Object.assign(new Error(`this server is of ${served}`), { code: 'ECONNREFUSED' });
  }
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    'select pg_try_advisory_lock($1, $2) as locked',
    [LOCK_FAMILY, LOCKS.dataFolder],
  );
  return rows[0]?.locked === true;
}

async function findHolder(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ application_name: string }>(
    `select a.application_name from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.granted and l.classid = $1 and l.objid = $2`,
    [LOCK_FAMILY, LOCKS.dataFolder],
  );
  return rows[0]?.application_name;
}
