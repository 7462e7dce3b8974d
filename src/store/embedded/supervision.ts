import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { StoreLog } from '../log.ts';
import { isUnreachable } from '../transaction.ts';
import { clearFolder } from './claim.ts';
import { FolderTakenError, takeFolderLock } from './folder-lock.ts';
import {
  type ServerPlan,
  type ServerProcess,
  ServerStartError,
  startServer,
} from './server-process.ts';

const PASSING = /still in use|lock file .* already exists|did not start \(exit code 0\)/;
const FIRST_ATTEMPTS = 4;
const LONGEST_PAUSE = 5_000;

export interface SupervisionOptions {
  readonly plan: ServerPlan;
  readonly log: StoreLog;
  /** The server is gone for good: another hub took the folder. Not called after `stop`. */
  readonly onLost: (error: Error) => void;
}

interface Running {
  readonly server: ServerProcess;
  readonly lock: pg.Client;
}

/**
 * Starts the server, holds the folder's lock and starts the server anew whenever it ends, until
 * the returned function is called. Throws when the first start fails or the folder is taken.
 */
export async function supervise(options: SupervisionOptions): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  let current = await startAtFirst(options, stopping.signal);

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      const how = await endOf(current);
      await current.lock.end().catch(() => {});
      if (stopping.signal.aborted) return;
      options.log.error({ how }, 'the embedded database ended; starting it again');
      current = await startAgain(options, stopping.signal);
      options.log.info({ pid: current.server.pid }, 'the embedded database is back');
    }
    // Stopped while it was on its way up.
    await current.server.stop();
  }

  const watching = watch().catch((error: Error) => {
    if (stopping.signal.aborted) return;
    options.log.error({ err: error }, 'the embedded database is lost');
    options.onLost(error);
  });
  return async () => {
    stopping.abort();
    await current.server.stop();
    await watching;
  };
}

async function start(plan: ServerPlan, signal: AbortSignal): Promise<Running> {
  await clearFolder(plan.folder);
  const server = await startServer(plan, signal);
  try {
    return { server, lock: await takeFolderLock(plan.connection, plan.folder.path) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * Two things pass: backends of a killed postmaster that need a moment to notice, and a hub that
 * starts here at the same moment, which the next look at the folder finds and names.
 */
async function startAtFirst(options: SupervisionOptions, signal: AbortSignal): Promise<Running> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(options.plan, signal);
    } catch (error) {
      const passing =
        isUnreachable(error) || (error instanceof ServerStartError && PASSING.test(error.message));
      if (!passing || attempt === FIRST_ATTEMPTS) throw error;
      await sleep(attempt * 500);
    }
  }
}

async function startAgain(options: SupervisionOptions, signal: AbortSignal): Promise<Running> {
  for (let pause = 50; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    await sleep(pause, undefined, { signal });
    try {
      return await start(options.plan, signal);
    } catch (error) {
      if (error instanceof FolderTakenError || signal.aborted) throw error;
      options.log.error({ err: error }, 'the embedded database could not be started again yet');
    }
  }
}

/**
 * Waits for the end of the server. When only the connection with the lock broke, the server is
 * stopped: nobody may find it unlocked, and a fresh start is the one path that takes the lock.
 */
async function endOf({ server, lock }: Running): Promise<string> {
  const { promise: unlocked, resolve } = Promise.withResolvers<void>();
  lock.once('end', () => resolve());
  const how = await Promise.race([server.exited, unlocked.then(() => undefined)]);
  if (how !== undefined) return how;
  // The connection usually breaks first when the server goes down.
  const ended = await Promise.race([server.exited, sleep(500, undefined, { ref: false })]);
  if (ended !== undefined) return ended;
  await server.stop();
  return 'its lock was lost';
}
