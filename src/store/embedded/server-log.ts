import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.ts';

const ROTATE_AT = 10 * 1024 * 1024;

/** The server's own log, a file: a pipe would break when the hub is killed and the server is not. */
export interface ServerLog {
  readonly path: string;
  /** A descriptor for the server; the caller closes it. */
  readonly open: () => Promise<FileHandle>;
  /** The last lines written since `from` (a size in bytes). */
  readonly tail: (from: number) => Promise<string>;
}

/** `<dataDir>/postgres.log`; one above 10 MB is moved to `postgres.log.1` first. */
export async function prepareServerLog(
  dataDir: string,
  account: Account | undefined,
): Promise<ServerLog> {
  const path = join(dataDir, 'postgres.log');
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > ROTATE_AT) await rename(path, `${path}.1`);
  return { path, open: () => openLog(path, account), tail: (from) => readTail(path, from) };
}

async function openLog(path: string, account: Account | undefined): Promise<FileHandle> {
  const handle = await open(path, 'a', 0o600);
  // Root writes it for the account, so that a later hub of that account can go on with it.
  if (account) await handle.chown(account.uid, account.gid);
  return handle;
}

async function readTail(path: string, from: number): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const start = Math.max(from, size - 4_096);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, null, start);
    return buffer.toString('utf8', 0, bytesRead).trimEnd();
  } finally {
    await handle.close();
  }
}
