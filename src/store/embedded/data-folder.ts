import { createHash } from 'node:crypto';
import { lstat, mkdir, readlink, realpath, rmdir, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { StoreLog } from '../log.ts';
import { type Account, canEnter } from './account.ts';

/** Where root keeps what an unprivileged server must reach. */
export const STATE_FOLDER = '/var/lib/tocsin';

/** Where the cluster is or will be, and who runs its server. */
export interface DataFolder {
  /** Absolute, without links; it need not exist yet. */
  readonly path: string;
  /** `undefined`: the hub's own user. */
  readonly account: Account | undefined;
}

/**
 * Finds `<dataDir>/postgres`, the cluster's folder (the data folder is created when missing). As
 * root, an existing cluster runs as its owner; a new one whose account could not reach the data
 * folder is placed under {@link STATE_FOLDER}, with a link to it in the data folder.
 */
export async function locateDataFolder(
  dataDir: string,
  account: Account | undefined,
  log: StoreLog,
): Promise<DataFolder> {
  // Root's server runs as somebody else, who has to pass through; nobody may list it.
  await mkdir(dataDir, { recursive: true, mode: account ? 0o711 : 0o700 });
  const base = await realpath(dataDir);
  const place = join(base, 'postgres');
  // Only an empty folder goes; somebody made it beforehand, perhaps with another owner.
  await rmdir(place).catch(() => {});
  const entry = await lstat(place).catch(() => undefined);
  if (entry?.isSymbolicLink()) {
    return existingFolder(resolve(base, await readlink(place)), account);
  }
  if (entry || !account || (await canEnter(base, account))) return existingFolder(place, account);
  const elsewhere = await freeFolder(base, log);
  await symlink(elsewhere, place);
  log.info(
    { dataDir: base, folder: elsewhere, account: account.name },
    'the database is kept outside the data folder, because its account cannot reach it there',
  );
  return { path: elsewhere, account };
}

async function existingFolder(path: string, account: Account | undefined): Promise<DataFolder> {
  const owner = await stat(path).catch(() => undefined);
  if (!owner) {
    await mkdir(dirname(path), { recursive: true, mode: 0o711 });
    return { path: join(await realpath(dirname(path)), basename(path)), account };
  }
  const real = await realpath(path);
  if (!account) return { path: real, account };
  if (owner.uid === 0) {
    throw new Error(
      `The database folder ${real} belongs to root, but PostgreSQL cannot run as root. ` +
        `Give it to another user: chown -R ${account.name} ${real}`,
    );
  }
  const runner =
    owner.uid === account.uid
      ? account
      : { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  if (await canEnter(real, runner)) return { path: real, account: runner };
  throw new Error(
    `The database folder ${real} cannot be reached by ${runner.name}, who owns it: ` +
      'a folder above it is closed to other users.',
  );
}

/** A name that no earlier data folder at the same path has used: its data is not ours to revive. */
async function freeFolder(base: string, log: StoreLog): Promise<string> {
  await mkdir(STATE_FOLDER, { recursive: true, mode: 0o755 });
  const hash = createHash('sha256').update(base).digest('hex').slice(0, 12);
  for (let count = 1; ; count++) {
    const folder = join(STATE_FOLDER, count === 1 ? hash : `${hash}-${count}`);
    if (!(await lstat(folder).catch(() => undefined))) return folder;
    log.warn({ folder }, 'kept from an earlier data folder at the same place; remove it if unused');
  }
}
