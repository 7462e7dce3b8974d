import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createStatusPages, type StatusPages } from './http/status-pages.ts';
import { listenWithoutDatabase, type StatusServer } from './http/status-server.ts';
import type { KeyRing } from './kernel/key-ring.ts';
import { type Clock, SECOND } from './kernel/time.ts';
import { createLatePages } from './status-page/late-pages.ts';
import { startRenderer } from './status-page/renderer.ts';
import { openSnapshotDisk } from './status-page/snapshot-disk.ts';
import { createSnapshotShelf, type SnapshotShelf } from './status-page/snapshot-shelf.ts';
import type { Store } from './store/connection.ts';
import { isUnreachable } from './store/transaction.ts';

/** Milliseconds a database may take to answer at the start before status pages are shown without it. */
const PATIENCE = 2 * SECOND;
/** Between attempts to reach it. */
const PAUSE = SECOND;

/** The public side, which needs no database. */
export interface StatusFront {
  readonly shelf: SnapshotShelf;
  readonly pages: StatusPages;
  /** Hubs that were found on disk. */
  readonly found: number;
}

interface FrontParts {
  readonly dataDir: string;
  readonly ring: KeyRing;
  readonly clock: Clock;
  readonly log: Logger;
  /** Public base URL. */
  readonly url: string;
}

/** Opens the public side with what is on disk. */
export async function openStatusFront(parts: FrontParts): Promise<StatusFront> {
  const { dataDir, ring, clock, log, url } = parts;
  const disk = openSnapshotDisk(join(dataDir, 'status'));
  const shelf = createSnapshotShelf({ disk, clock, log });
  const pages = createStatusPages({ shelf, ring, clock, publicUrl: url, log });
  return { shelf, pages, found: await shelf.load() };
}

interface Waiting {
  readonly front: StatusFront;
  readonly host: string;
  readonly port: number;
  readonly log: Logger;
  /** Ends the wait. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Runs what has to be done in the database before the start. While the database cannot be reached
 * and there are status pages on disk, they are shown, and it is tried again until it can; without
 * any, the start fails as it always did. Rejects when the signal ends the wait.
 */
export async function whenReachable(work: () => Promise<unknown>, waiting: Waiting): Promise<void> {
  const { front, host, port, log, signal } = waiting;
  if (front.found === 0) {
    await work();
    return;
  }
  const first = attempt(work);
  if (await Promise.race([first, sleep(PATIENCE, false)])) return;
  const server: StatusServer = await listenWithoutDatabase(front.pages, { host, port });
  log.warn(
    { hubs: front.found, port },
    'the database cannot be reached; until it can, only status pages are shown, from disk',
  );
  try {
    for (let reached = await untilAborted(first, signal); !reached; ) {
      await sleep(PAUSE, undefined, signal && { signal });
      reached = await untilAborted(attempt(work), signal);
    }
  } finally {
    await server.close();
  }
  log.info('the database was reached');
}

/** False when the database could not be reached; other faults are thrown. */
async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isUnreachable(error)) return false;
    throw error;
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason as Error);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', abort));
}

interface StatusParts {
  readonly front: StatusFront;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly url: string;
}

/** Renders and follows snapshots from now on, and older pages on demand. */
export function followDatabase(
  { front, store, clock, log, url: publicUrl }: StatusParts,
  closers: (() => Promise<unknown>)[],
): void {
  const { shelf, pages } = front;
  pages.openLate(createLatePages({ store, clock, publicUrl }));
  closers.push(shelf.follow(store).close);
  closers.push(startRenderer({ store, clock, log, publicUrl, shelf }).close);
}
