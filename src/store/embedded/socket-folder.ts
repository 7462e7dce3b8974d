import { chown, lstat, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Account, canEnter } from './account.ts';
import type { DataFolder } from './data-folder.ts';

/** The only port there is: part of the socket's name, never listened on by TCP. */
export const PORT = 5432;

// sockaddr_un holds 108 bytes on Linux and 104 on macOS and BSD, the last one a NUL.
const LIMIT = process.platform === 'linux' ? 107 : 103;
const PREFIX = 'tocsin-pg-';

/** Path of the server's socket in a folder. */
export function socketIn(folder: string): string {
  return join(folder, `.s.PGSQL.${PORT}`);
}

/** Whether the operating system can address a socket in this folder. */
export function socketFits(folder: string): boolean {
  return Buffer.byteLength(socketIn(folder)) <= LIMIT;
}

/**
 * The folder for the server's socket: the cluster's own (mode 0700), or where that path would be
 * too long a private one under the system's temporary folder.
 */
export async function createSocketFolder(data: DataFolder): Promise<string> {
  if (socketFits(data.path)) return data.path;
  for (const place of [tmpdir(), '/tmp', '/var/tmp']) {
    if (!socketFits(join(place, `${PREFIX}XXXXXX`)) || !(await usable(place, data.account))) {
      continue;
    }
    const folder = await mkdtemp(join(place, PREFIX));
    if (data.account) await chown(folder, data.account.uid, data.account.gid);
    return folder;
  }
  throw new Error(
    `The path ${socketIn(data.path)} is too long for a socket (${LIMIT} bytes at most), and no ` +
      'temporary folder could be used instead. Choose a shorter path for the data folder.',
  );
}

/**
 * Clears away what a killed server left of its socket: the lock beside it, whose process id may be
 * another program's by now, and a private folder.
 */
export async function removeStaleSocket(folder: string, data: DataFolder) {
  // The file of a moved cluster names the folder of the one that is in its place now.
  if (folder === data.path) await rm(`${socketIn(folder)}.lock`, { force: true });
  await removeSocketFolder(folder, data.account);
}

/** Removes a private socket folder that this or a killed hub made; leaves any other alone. */
export async function removeSocketFolder(folder: string, owner: Account | undefined) {
  if (!basename(folder).startsWith(PREFIX)) return;
  const found = await lstat(folder).catch(() => undefined);
  if (!found?.isDirectory() || found.uid !== (owner?.uid ?? process.getuid?.())) return;
  await rm(folder, { recursive: true, force: true });
}

async function usable(place: string, account: Account | undefined): Promise<boolean> {
  if (!account) return true;
  return canEnter(place, account).catch(() => false);
}
