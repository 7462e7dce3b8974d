import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { codeOf } from '../transaction.ts';
import { SUPERUSER } from './cluster.ts';
import type { DataFolder } from './data-folder.ts';
import { takeFolderLock } from './folder-lock.ts';
import { disownPidFile, isPostmasterOf, type PidFile, readPidFile } from './pid-file.ts';
import { signalUntilGone } from './signals.ts';
import { removeSocketFolder, removeStaleSocket } from './socket-folder.ts';

const CANNOT_CONNECT_NOW = '57P03';
const PATIENCE = 60_000;

/**
 * Makes sure that no server runs in the folder: the orphan of a killed hub is stopped, one that is
 * starting or stopping is waited for, and what a killed server left is made harmless. Throws
 * FolderTakenError when another hub is alive, and an Error when a server can be neither asked nor
 * stopped from here.
 */
export async function clearFolder(folder: DataFolder): Promise<void> {
  for (const giveUpAt = Date.now() + PATIENCE; ; await sleep(100)) {
    const pidFile = await readPidFile(folder.path);
    if (!pidFile || (await clear(folder, pidFile))) return;
    if (Date.now() > giveUpAt) {
      throw new Error(
        `PostgreSQL (process ${pidFile.pid}) runs in ${folder.path}, but does not answer. ` +
          'Stop it, then start the hub again.',
      );
    }
  }
}

/** False while the server in the folder is on its way up or down. */
async function clear(folder: DataFolder, pidFile: PidFile): Promise<boolean> {
  const alive = () => isPostmasterOf(folder.path, pidFile.pid);
  const lock = await lockOrphan(folder.path, pidFile);
  if (lock === 'busy') return false;
  if (lock === 'unreachable') {
    if (await alive()) return false;
    await disownPidFile(folder.path, pidFile.pid);
    await removeStaleSocket(pidFile.socketFolder, folder);
    return true;
  }
  try {
    if (!(await alive())) {
      throw new Error(
        `A PostgreSQL server that is not visible here (in another container?) runs in ` +
          `${folder.path}. Stop it first.`,
      );
    }
    await signalUntilGone(pidFile.pid, alive);
    await removeSocketFolder(pidFile.socketFolder, folder.account);
  } finally {
    await lock.end().catch(() => {});
  }
  return true;
}

async function lockOrphan(
  folder: string,
  pidFile: PidFile,
): Promise<pg.Client | 'busy' | 'unreachable'> {
  if (!pidFile.socketFolder) return 'unreachable';
  const connection = { host: pidFile.socketFolder, port: pidFile.port, user: SUPERUSER };
  try {
    return await takeFolderLock(connection, folder);
  } catch (error) {
    const code = codeOf(error);
    if (code === CANNOT_CONNECT_NOW) return 'busy';
    if (/^E(CONNREFUSED|NOENT|CONNRESET|PIPE)$/.test(code)) return 'unreachable';
    // A server that goes down between connecting and asking.
    if (code === '57P01' || /Connection terminated/.test(String(error))) return 'busy';
    throw error;
  }
}
