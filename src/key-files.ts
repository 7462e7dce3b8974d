import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { secretKey } from './config-values.ts';

/** Secret keys in a data folder. */
export interface KeyFiles {
  /** `secret-key`: seals and signs. */
  readonly current: Buffer | null;
  /** `secret-key.next`: about to replace it, so that every hub knows it before anything uses it. */
  readonly next: Buffer | null;
  /** `secret-key.previous`, one a line: opens what was sealed before. */
  readonly previous: readonly Buffer[];
}

const CURRENT = 'secret-key';
const NEXT = 'secret-key.next';

/** Where the keys are kept that were replaced. */
export const PREVIOUS = 'secret-key.previous';

/**
 * Reads what is there. Throws when a file cannot be read or holds something else. In this order a
 * rotation under way never hides a key that was there before and after.
 */
export async function readKeyFiles(dataDir: string): Promise<KeyFiles> {
  const next = await readKeys(join(dataDir, NEXT));
  const current = await readKeys(join(dataDir, CURRENT));
  const previous = await readKeys(join(dataDir, PREVIOUS));
  return { current: current[0] ?? null, next: next[0] ?? null, previous };
}

/** Announces the key that is to come. */
export async function writeNextKey(dataDir: string, key: Buffer): Promise<void> {
  await replaceFile(join(dataDir, NEXT), `${key.toString('base64')}\n`);
}

/** Takes the announcement back. */
export async function dropNextKey(dataDir: string): Promise<void> {
  await rm(join(dataDir, NEXT), { force: true });
}

/**
 * The announced key becomes the current one, which is kept first among the previous. Interrupted
 * anywhere, no key is lost, and it can be done again.
 */
export async function promoteNextKey(dataDir: string, files: KeyFiles): Promise<void> {
  const kept = [...(files.current ? [files.current] : []), ...files.previous];
  const lines = [...new Set(kept.map((key) => key.toString('base64')))];
  await replaceFile(join(dataDir, PREVIOUS), lines.map((line) => `${line}\n`).join(''));
  await rename(join(dataDir, NEXT), join(dataDir, CURRENT));
  await flushFolder(dataDir);
}

/**
 * Returns a file's text; makes the file with `content` when it is missing. Two hubs that start at
 * once get the same: the first complete file wins.
 */
export async function readOrCreate(path: string, content: string): Promise<string> {
  const existing = await readIfThere(path);
  if (existing !== undefined) return existing;
  // As restrictive as possible; a hub started by root opens the folder for its database's account.
  await mkdir(dirname(path), { recursive: true, mode: 0o711 });
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeDurably(draft, `${content}\n`);
    await link(draft, path);
    return content;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return await readFile(path, 'utf8');
  } finally {
    await rm(draft, { force: true });
  }
}

/** What `parse` makes of a file's text; its fault names the file and what is allowed, no content. */
export function parseFile<T>(path: string, parse: (text: string) => T, text: string): T {
  try {
    return parse(text.trim());
  } catch (error) {
    const allowed = error instanceof Error ? error.message : String(error);
    throw new Error(`The file ${path} does not hold what it should; allowed: ${allowed}`);
  }
}

async function readKeys(path: string): Promise<readonly Buffer[]> {
  const lines = ((await readIfThere(path)) ?? '').split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => parseFile(path, secretKey, line));
}

async function replaceFile(path: string, content: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeDurably(draft, content);
    await rename(draft, path);
    await flushFolder(dirname(path));
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeDurably(path: string, content: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a rename itself survive a power cut. */
async function flushFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
