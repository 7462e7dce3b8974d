import { Problem } from '../kernel/errors.ts';
import { type Clock, type Instant, SECOND } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import { insertReceipts, type NewReceipt, setRefusedCounts } from './queries.ts';
import { createReceiptQueue } from './receipt-queue.ts';
import { createRefusedCounts } from './refused-counts.ts';

const BATCH = 200;
const FLUSH_AFTER = 250;
const RETRY_AFTER = 2 * SECOND;

interface BufferOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly writer: string;
  readonly onError?: (error: unknown) => void;
}

/** Rows and counts on their way to the database, written in the background batch by batch. */
export function createReceiptBuffer({ store, clock, writer, onError }: BufferOptions) {
  const queue = createReceiptQueue();
  const counts = createRefusedCounts();
  const timer = createTimer(() => void flush());
  let writing: Promise<void> | undefined;

  const writeBatch = async (batch: readonly NewReceipt[]) => {
    const totals = counts.due(BATCH);
    await transact(store, async (tx) => {
      await insertReceipts(tx, batch);
      await setRefusedCounts(tx, writer, totals);
    });
    counts.settle(totals, clock());
  };

  const writeAll = async () => {
    while (queue.size() > 0 || counts.due(1).length > 0) {
      const batch = queue.take(BATCH);
      try {
        await writeBatch(batch);
      } catch (error) {
        onError?.(error);
        // What a reachable database refuses it would refuse again.
        if (isAway(error)) queue.giveBack(batch);
        else queue.giveUp(batch);
        timer.start(RETRY_AFTER);
        return;
      }
    }
  };

  const flush = async (): Promise<void> => {
    // One writer at a time, so that batches keep their order.
    if (writing) await writing;
    writing ??= writeAll().finally(() => {
      writing = undefined;
    });
    await writing;
  };

  return {
    add(row: NewReceipt): void {
      queue.add(row);
      timer.start(FLUSH_AFTER);
    },
    countRefused(tenantId: string, integrationId: string, now: Instant): void {
      counts.add(tenantId, integrationId, now);
      timer.start(FLUSH_AFTER);
    },
    flush,
    async close(): Promise<void> {
      timer.close();
      await flush();
    },
    lost: queue.lost,
  };
}

/** `transact` makes a 503 of whatever keeps it from the database. */
function isAway(error: unknown): boolean {
  return error instanceof Problem && error.status === 503;
}

/** One timeout at a time; keeps no process alive. */
function createTimer(run: () => void) {
  let timeout: NodeJS.Timeout | undefined;
  let closed = false;
  return {
    start(after: number): void {
      if (timeout || closed) return;
      timeout = setTimeout(() => {
        timeout = undefined;
        run();
      }, after);
      timeout.unref();
    },
    close(): void {
      closed = true;
      clearTimeout(timeout);
    },
  };
}
