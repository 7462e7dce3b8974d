import { lstat, mkdir, readdir, realpath, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';

import type { StoreLog } from '../log.ts';
import { unprivilegedAccount } from './account.ts';
import { clearFolder } from './claim.ts';
import { flushFolder } from './cluster.ts';
import { locateDataFolder } from './data-folder.ts';
import { type EmbeddedOptions, startEmbedded } from './supervisor.ts';

/** Where a data folder grows, inside itself: it may be a volume, which cannot be renamed. */
const STAGING = 'restoring';

/** What a data folder may hold and still be empty. */
const NOTHING = new Set([STAGING, 'lost+found']);

/**
 * Makes a data folder with a new database that `work` fills. The folder becomes one that a hub
 * starts on only after `work` has succeeded: its database gets its name last. Otherwise everything
 * is removed. Throws when the folder is not empty.
 */
export async function stageDataFolder<T>(
  options: EmbeddedOptions,
  work: (connection: pg.ClientConfig, folder: string) => Promise<T>,
): Promise<T> {
  const { dataDir, log } = options;
  await refuseOccupied(dataDir);
  const staging = join(dataDir, STAGING);
  await discard(staging, log);
  try {
    const result = await fill({ ...options, dataDir: staging }, work);
    await publish(staging, dataDir);
    return result;
  } catch (error) {
    await discard(staging, log);
    throw error;
  }
}

async function fill<T>(
  options: EmbeddedOptions,
  work: (connection: pg.ClientConfig, folder: string) => Promise<T>,
): Promise<T> {
  const server = await startEmbedded(options);
  try {
    return await work(server.connection, options.dataDir);
  } finally {
    await server.stop();
  }
}

async function refuseOccupied(dataDir: string): Promise<void> {
  // Root's database account has to pass through.
  const account = await unprivilegedAccount();
  await mkdir(dataDir, { recursive: true, mode: account ? 0o711 : 0o700 });
  const found = (await readdir(dataDir)).filter((name) => !NOTHING.has(name)).sort();
  if (found.length === 0) return;
  const names = found.slice(0, 10).join(', ');
  throw new Error(
    `The data folder ${dataDir} is not empty: it has ${names}. A hub is restored into an empty ` +
      'one only; set TOCSIN_DATA to another folder.',
  );
}

/** Removes what a restore that failed, or was killed, left; throws when one is still at work. */
async function discard(staging: string, log: StoreLog): Promise<void> {
  const place = join(staging, 'postgres');
  if (await lstat(place).catch(() => undefined)) {
    const folder = await locateDataFolder(staging, await unprivilegedAccount(), log);
    await clearFolder(folder);
    const real = await realpath(place).catch(() => place);
    await rm(real, { recursive: true, force: true });
  }
  await rm(staging, { recursive: true, force: true });
}

/** The database comes last: without it the folder is none that a hub would find rows in. */
async function publish(staging: string, dataDir: string): Promise<void> {
  const names = (await readdir(staging)).filter((name) => name !== 'postgres');
  for (const name of [...names, 'postgres']) {
    await rename(join(staging, name), join(dataDir, name));
  }
  await rmdir(staging);
  await flushFolder(dataDir);
}
