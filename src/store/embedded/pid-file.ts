import { execFile } from 'node:child_process';
import { readFile, readlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** What a postmaster writes into `postmaster.pid`. */
export interface PidFile {
  readonly pid: number;
  readonly port: number;
  /** Empty while the server has not come that far. */
  readonly socketFolder: string;
}

/** Reads the text of a `postmaster.pid`; `undefined` where it does not begin with a process id. */
export function parsePidFile(text: string): PidFile | undefined {
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3]) || 0, socketFolder: lines[4]?.trim() ?? '' };
}

/** The `postmaster.pid` of a cluster, if a server runs there or was killed. */
export async function readPidFile(folder: string): Promise<PidFile | undefined> {
  const text = await readFile(pathIn(folder), 'utf8').catch(() => '');
  return parsePidFile(text);
}

/**
 * Makes the file of the killed postmaster `pid` harmless when its process id now belongs to another
 * program, at which PostgreSQL would refuse to start. The file is kept and the id becomes our own:
 * a starting postmaster does not take its parent for a rival, but goes on to check that no old
 * backend still uses the shared memory named in the file, which without the file it could not.
 */
export async function disownPidFile(folder: string, pid: number): Promise<void> {
  const text = await readFile(pathIn(folder), 'utf8').catch(() => '');
  // Another hub's server may have written its own meanwhile.
  if (parsePidFile(text)?.pid !== pid) return;
  await writeFile(pathIn(folder), text.replace(/^\d+/, String(process.pid)));
}

/** Whether the process is alive and a PostgreSQL server of exactly this cluster. */
export async function isPostmasterOf(folder: string, pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return commandNames(folder, pid);
  try {
    const program = basename(await readlink(`/proc/${pid}/exe`));
    // The link of a program replaced by an upgrade ends in " (deleted)".
    const isServer = /^(postgres|postmaster)( \(deleted\))?$/.test(program);
    return isServer && (await readlink(`/proc/${pid}/cwd`)) === folder;
  } catch {
    return false;
  }
}

/** Elsewhere than on Linux: the command line names the program and, after -D, the folder. */
async function commandNames(folder: string, pid: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<string>();
  execFile('ps', ['-o', 'command=', '-p', String(pid)], (_error, stdout) => resolve(stdout));
  const command = await promise;
  return /\bpostgres\b/.test(command) && command.includes(`-D ${folder} `);
}

function pathIn(folder: string): string {
  return join(folder, 'postmaster.pid');
}
