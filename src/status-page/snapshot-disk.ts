import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeBundle, type Snapshot } from './snapshot-bundle.ts';

/** Snapshots as files: what a hub that finds no database shows. */
export interface SnapshotDisk {
  /** Everything readable there; files that are damaged or of another version are left out. */
  readonly readAll: () => Promise<readonly Snapshot[]>;
  readonly read: (tenantId: string, hubId: string) => Promise<Snapshot | undefined>;
  /** Replaces the file of a hub at once: whoever reads it finds the old one or the new one, whole. */
  readonly write: (tenantId: string, hubId: string, bundle: Buffer) => Promise<void>;
  readonly remove: (tenantId: string, hubId: string) => Promise<void>;
}

const ENDING = '.snapshot';

/** Snapshots in a folder, one file for each hub; the folder is made with the first. */
export function openSnapshotDisk(folder: string): SnapshotDisk {
  const fileOf = (tenantId: string, hubId: string) => join(folder, `${tenantId}.${hubId}${ENDING}`);
  return {
    readAll: async () => {
      const names = await readdir(folder).catch(() => []);
      const found: Snapshot[] = [];
      for (const name of names) {
        if (!name.endsWith(ENDING)) continue;
        const snapshot = await readSnapshot(join(folder, name));
        if (snapshot) found.push(snapshot);
      }
      return found;
    },
    read: (tenantId, hubId) => readSnapshot(fileOf(tenantId, hubId)),
    write: async (tenantId, hubId, bundle) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await replaceFile(fileOf(tenantId, hubId), bundle);
    },
    remove: (tenantId, hubId) => rm(fileOf(tenantId, hubId), { force: true }),
  };
}

async function readSnapshot(path: string): Promise<Snapshot | undefined> {
  try {
    return decodeBundle(await readFile(path));
  } catch {
    // Not there, torn by a full disk, or of another version: it will be rendered anew.
    return undefined;
  }
}

/** It may hold a private page and the hash of its password: nobody else reads it. */
async function replaceFile(path: string, content: Buffer): Promise<void> {
  const draft = `${path}.${process.pid}.draft`;
  try {
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
