import type { NewFile, SpoolFile, SpoolFolder } from './spool-folder.ts';

interface Pending {
  readonly file: NewFile;
  readonly settle: (result: Error | SpoolFile) => void;
}

/**
 * Files that come while others are being written are written together next, so that one sync of the
 * folder serves them all. They enter in the order of the calls.
 */
export function gatherWrites(write: SpoolFolder['write']): (file: NewFile) => Promise<SpoolFile> {
  let pending: Pending[] = [];
  let running = false;
  const run = async () => {
    running = true;
    while (pending.length > 0) {
      const batch = pending;
      pending = [];
      await writeBatch(write, batch);
    }
    running = false;
  };
  return async (file) => {
    const { promise, resolve } = Promise.withResolvers<Error | SpoolFile>();
    pending.push({ file, settle: resolve });
    if (!running) void run();
    const result = await promise;
    if (result instanceof Error) throw result;
    return result;
  };
}

async function writeBatch(write: SpoolFolder['write'], batch: readonly Pending[]): Promise<void> {
  let results: readonly (Error | SpoolFile)[];
  try {
    results = await write(batch.map(({ file }) => file));
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    results = batch.map(() => failure);
  }
  for (const [at, { settle }] of batch.entries()) {
    settle(results[at] ?? new Error('The file was not written.'));
  }
}
