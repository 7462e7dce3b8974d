import { randomUUID } from 'node:crypto';
import { chown, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import type { DataFolder } from './data-folder.ts';
import { run } from './run.ts';

/** The cluster's superuser, and the hub's own database in it. */
export const SUPERUSER = 'tocsin';

const ABANDONED_AFTER = 10 * 60_000;

/**
 * Makes a database cluster in the folder unless there is one. A new one appears by one rename when
 * it is complete, so that an interrupted first start leaves nothing that looks like a cluster.
 * Throws when the folder holds something else, or a cluster of another major version.
 */
export async function ensureCluster(
  folder: DataFolder,
  binaries: Binaries,
  durable: boolean,
): Promise<void> {
  if (await refuseOther(folder.path, binaries)) return;
  await removeAbandonedDrafts(folder.path);
  const draft = `${folder.path}.new-${randomUUID()}`;
  try {
    await createCluster(draft, binaries, folder.account, durable);
    await rename(draft, folder.path);
    await flushFolder(dirname(folder.path));
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another hub that started at the same moment may have made it; who owns it is decided later.
    if (!(await refuseOther(folder.path, binaries))) throw error;
  }
}

/** The arguments of `initdb` for a major version: UTF-8, byte order, access by the socket only. */
export function initdbArguments(folder: string, major: number, durable: boolean): string[] {
  // The builtin provider (17 and newer) knows Unicode without the machine's locales. Before, the
  // machine's C.UTF-8 gives the same where there is one.
  const unicode = process.platform === 'linux' ? ['--lc-ctype=C.UTF-8'] : [];
  const locale =
    major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : [...unicode];
  return [
    `--pgdata=${folder}`,
    `--username=${SUPERUSER}`,
    '--encoding=UTF8',
    '--locale=C',
    ...locale,
    '--auth-local=trust',
    '--auth-host=reject',
    '--no-instructions',
    '--wal-segsize=1',
    ...(durable ? [] : ['--no-sync']),
  ];
}

async function createCluster(
  draft: string,
  binaries: Binaries,
  account: Account | undefined,
  durable: boolean,
): Promise<void> {
  await mkdir(draft, { mode: 0o700 });
  if (account) await chown(draft, account.uid, account.gid);
  try {
    await run(binaries.initdb, initdbArguments(draft, binaries.major, durable), account);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The database could not be created in ${draft}: ${reason}`, { cause: error });
  }
}

/** True for a cluster that the binaries can run, false when there is nothing yet. */
async function refuseOther(path: string, binaries: Binaries): Promise<boolean> {
  const found = await readFile(join(path, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (found === undefined) {
    const content = await readdir(path).catch(() => []);
    if (content.length === 0) return false;
    throw new Error(
      `${path} is not empty, but holds no PostgreSQL database (no readable PG_VERSION). ` +
        'Move it away, or choose another data folder.',
    );
  }
  if (Number(found.trim()) === binaries.major) return true;
  throw new Error(
    `The database in ${path} was made by PostgreSQL ${found.trim()}, but the programs found here ` +
      `are PostgreSQL ${binaries.version} (${binaries.postgres}). Run it with PostgreSQL ` +
      `${found.trim()}, or export the data there and import them into a new data folder.`,
  );
}

/** Removes what interrupted first starts left; a young draft may be another hub's at work. */
async function removeAbandonedDrafts(path: string): Promise<void> {
  const parent = dirname(path);
  for (const name of await readdir(parent)) {
    if (!name.startsWith(`${basename(path)}.new-`)) continue;
    const { mtimeMs } = await stat(join(parent, name));
    if (Date.now() - mtimeMs < ABANDONED_AFTER) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
}

/** Makes the rename itself survive a power cut. */
export async function flushFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
