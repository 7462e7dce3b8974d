import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isObject } from '../../kernel/json.ts';
import { usageFailure } from '../outcomes.ts';

/** What a registered runner keeps. */
export interface KeptCredential {
  readonly url: string;
  readonly credential: string;
  /** Null while nobody knows whether the registration arrived. */
  readonly runner_id: string | null;
  readonly name: string | null;
  readonly host: string | null;
}

/** Null when there is none. Throws a failure for the terminal when others may read it. */
export async function readCredential(path: string): Promise<KeptCredential | null> {
  const text = await readPrivate(path);
  if (text === null) return null;
  try {
    const kept: unknown = JSON.parse(text);
    if (isObject(kept) && typeof kept.credential === 'string' && typeof kept.url === 'string') {
      return kept as unknown as KeptCredential;
    }
  } catch {
    // Said below, without what is in it.
  }
  throw usageFailure(`${path} does not hold a runner's credential: remove it and register again.`);
}

async function readPrivate(path: string): Promise<string | null> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw usageFailure(`${path} cannot be read: ${error.message}`);
  });
  if (file === null) return null;
  try {
    const { mode } = await file.stat();
    if (mode & 0o077) throw usageFailure(`Others can read ${path}: chmod 600 it.`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Whole or not at all, and on the disk when it resolves. */
export async function writeCredential(path: string, kept: KeptCredential): Promise<void> {
  const draft = `${path}.draft`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(`${JSON.stringify(kept, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  const folder = await open(dirname(path), 'r');
  await folder.sync();
  await folder.close();
}
