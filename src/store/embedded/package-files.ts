import { randomUUID } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { StoreLog } from '../log.ts';
import { type Account, canEnter } from './account.ts';
import { STATE_FOLDER } from './data-folder.ts';

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * Makes the library links that the package's install script makes, where it did not run. Returns
 * false when one is missing and cannot be made (a folder that is not ours).
 */
export async function linkLibraries(root: string): Promise<boolean> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as Link[]) {
    try {
      await symlink(relative(dirname(target), source), join(root, target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      // A read-only file system reports itself even where the link exists.
      if (!(await exists(join(root, target)))) return false;
    }
  }
  return true;
}

/**
 * Copies the package's binaries, once a version, to a folder that the account can read, and
 * returns the copy's root. The copy appears by one rename, so nobody runs half of it.
 */
export async function copyReadable(
  root: string,
  version: string,
  account: Account | undefined,
  log: StoreLog,
): Promise<string> {
  const base = await ownFolder(account);
  const target = join(base, `postgresql-${version}`);
  if (await exists(target)) return target;
  const draft = `${target}.new-${randomUUID()}`;
  try {
    await cp(join(root, 'native'), join(draft, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    await linkLibraries(draft);
    await openForReading(draft);
    await rename(draft, target);
    log.info({ from: root, to: target }, 'copied PostgreSQL to where its account can read it');
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another hub's copy of the same version was quicker.
    if (!(await exists(target))) throw error;
  }
  return target;
}

/** A folder that only this user writes to: nobody else may place programs in it. */
async function ownFolder(account: Account | undefined): Promise<string> {
  const uid = process.getuid?.() ?? 0;
  const places = [join(tmpdir(), `tocsin-${uid}`), join('/tmp', `tocsin-${uid}`)];
  for (const place of account ? [STATE_FOLDER, ...places] : places) {
    try {
      await mkdir(place, { recursive: true, mode: 0o755 });
      const { mode, uid: owner } = await lstat(place);
      const trusted = owner === uid && (mode & 0o22) === 0;
      if (trusted && (!account || (await canEnter(place, account)))) return place;
    } catch {
      // not writable here: the next place
    }
  }
  throw new Error(`PostgreSQL's programs cannot be copied to ${STATE_FOLDER} or ${tmpdir()}`);
}

async function openForReading(root: string): Promise<void> {
  await chmod(root, 0o755);
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) continue;
    const program = entry.isDirectory() || entry.parentPath.endsWith('/bin');
    await chmod(path, program ? 0o755 : 0o644);
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
