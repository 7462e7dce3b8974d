import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of the spool, by its name. */
export interface SpoolFile {
  readonly name: string;
  readonly bytes: number;
}

/** What a file takes at least on the disk. */
const BLOCK = 4_096;

/**
 * The spool's files. `queue/` holds what was accepted and is to be sent, `dead/` what the hub
 * refused, `drafts/` what is being written: a file enters the queue whole or not at all.
 */
export interface SpoolFolder {
  /** Everything that waits, and all dead letters, both oldest first. Drafts are removed. */
  readonly open: () => Promise<{ queue: readonly SpoolFile[]; dead: readonly SpoolFile[] }>;
  /**
   * Puts files into the queue, in their order; once it says so they outlast a power cut. Files
   * that cannot be written are answered with their error, the others are kept.
   */
  readonly write: (files: readonly NewFile[]) => Promise<readonly (Error | SpoolFile)[]>;
  readonly read: (name: string) => Promise<Buffer>;
  readonly remove: (name: string) => Promise<void>;
  /** Moves a file out of the queue, with a document about the reason beside it. */
  readonly bury: (name: string, reason: object) => Promise<void>;
  readonly removeLetter: (name: string) => Promise<void>;
}

export interface NewFile {
  readonly name: string;
  readonly content: Buffer;
}

/** Everything that is in it may be private: nobody but the user that runs it reads it. */
export function openSpoolFolder(folder: string): SpoolFolder {
  const queue = join(folder, 'queue');
  const dead = join(folder, 'dead');
  const drafts = join(folder, 'drafts');
  return {
    open: async () => {
      await rm(drafts, { recursive: true, force: true });
      for (const path of [queue, dead, drafts]) await mkdir(path, { recursive: true, mode: 0o700 });
      await syncFolder(folder);
      return { queue: await listFiles(queue), dead: await listFiles(dead) };
    },
    write: async (files) => {
      const written = await Promise.allSettled(
        files.map(({ name, content }) => writeDurably(join(drafts, name), content)),
      );
      const results: (Error | SpoolFile)[] = [];
      for (const [index, { name, content }] of files.entries()) {
        const outcome = written[index];
        const failed = outcome?.status === 'rejected' ? outcome.reason : undefined;
        results.push(failed ?? (await enter(name, content.length)));
      }
      // A name is as good as its folder: until that is on the disk, the file may be gone after a cut.
      await syncFolder(queue);
      return results;
    },
    read: (name) => readFile(join(queue, name)),
    remove: (name) => rm(join(queue, name), { force: true }),
    bury: async (name, reason) => {
      const draft = join(drafts, reasonOf(name));
      await writeDurably(draft, Buffer.from(`${JSON.stringify(reason, null, 2)}\n`));
      // The reason first: a letter without one would tell nobody why it is there.
      await rename(draft, join(dead, reasonOf(name)));
      await rename(join(queue, name), join(dead, name));
      await syncFolder(dead);
    },
    removeLetter: async (name) => {
      await rm(join(dead, name), { force: true });
      await rm(join(dead, reasonOf(name)), { force: true });
    },
  };

  async function enter(name: string, length: number): Promise<Error | SpoolFile> {
    try {
      await rename(join(drafts, name), join(queue, name));
      return { name, bytes: roomOf(length) };
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}

/** Bytes that a file of that length is counted as. */
export function roomOf(length: number): number {
  return Math.max(length, BLOCK);
}

function reasonOf(name: string): string {
  return name.replace(/\.alert$/, '.reason.json');
}

async function listFiles(folder: string): Promise<readonly SpoolFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.alert')).toSorted();
  const files: SpoolFile[] = [];
  for (const name of names) {
    const { size } = await stat(join(folder, name));
    files.push({ name, bytes: roomOf(size) });
  }
  return files;
}

async function writeDurably(path: string, content: Buffer): Promise<void> {
  const handle = await open(path, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } catch (error) {
    // A draft must not keep the room that it could not have.
    await rm(path, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
