import { randomUUID } from 'node:crypto';
import { link, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file that appears under its name only when it is complete and on the disk; mode 0600.
 * Unless `overwrite`, a file that is there already is refused. Throws an Error that says which path
 * could not be written and why; nothing is left then.
 */
export async function writeFileWhole<T>(
  path: string,
  overwrite: boolean,
  write: (sink: NodeJS.WritableStream) => Promise<T>,
): Promise<T> {
  if (!overwrite && (await exists(path))) throw alreadyThere(path);
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.part`);
  try {
    const result = await writeDraft(draft, write);
    if (overwrite) await rename(draft, path);
    else await link(draft, path);
    await flushFolder(dirname(path));
    return result;
  } catch (error) {
    throw explained(error, path);
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeDraft<T>(
  path: string,
  write: (sink: NodeJS.WritableStream) => Promise<T>,
): Promise<T> {
  const handle = await open(path, 'wx', 0o600);
  // `flush`: what is closed has reached the disk.
  const sink = handle.createWriteStream({ flush: true });
  // Whoever writes is told; before that, nobody listens.
  sink.on('error', () => {});
  try {
    return await write(sink);
  } finally {
    sink.destroy();
  }
}

/** Makes new names in a folder survive a power cut. */
async function flushFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function alreadyThere(path: string): Error {
  return new Error(`${path} exists already. Choose another name, or add --force to replace it.`);
}

function explained(error: unknown, path: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === 'EEXIST') return alreadyThere(path);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new Error(`The disk of ${dirname(path)} is full; nothing was kept.`);
  }
  if (syscall === 'open' || syscall === 'write' || syscall === 'fsync') {
    return new Error(`${path} could not be written (${code}).`);
  }
  return error;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
