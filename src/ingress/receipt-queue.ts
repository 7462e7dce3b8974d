import type { NewReceipt } from './queries.ts';

const MAX_ROWS = 2_000;

/** Receipts that wait for the database: at most {@link MAX_ROWS}, the oldest are given up. */
export function createReceiptQueue() {
  let rows: NewReceipt[] = [];
  let lost = 0;

  const bound = () => {
    const excess = rows.length - MAX_ROWS;
    if (excess <= 0) return;
    rows = rows.slice(excess);
    lost += excess;
  };

  return {
    add(row: NewReceipt): void {
      rows.push(row);
      // Cut in steps, so that a full queue does not copy itself for each row.
      if (rows.length >= MAX_ROWS + 100) bound();
    },
    take(count: number): readonly NewReceipt[] {
      bound();
      const batch = rows.slice(0, count);
      rows = rows.slice(count);
      return batch;
    },
    giveBack(batch: readonly NewReceipt[]): void {
      rows = [...batch, ...rows];
      bound();
    },
    giveUp(batch: readonly NewReceipt[]): void {
      lost += batch.length;
    },
    size: () => rows.length,
    lost: () => lost,
  };
}
