import { type Insertable, type Selectable, sql } from 'kysely';
import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

export type NewReceipt = Insertable<Tables['receipts']>;
export type ReceiptRow = Selectable<Tables['receipts']>;

/** Refusals of one integration in one minute, as one writer has counted them so far. */
export interface RefusedCount {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly minute: Instant;
  readonly refused: number;
}

/** Stores receipts; ones that are there already stay, so that a batch may be tried again. */
export async function insertReceipts(db: Db, rows: readonly NewReceipt[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto('receipts')
    .values([...rows])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Sets this writer's counts. Totals, not increments: trying again after a commit whose answer was
 * lost counts nothing twice.
 */
export async function setRefusedCounts(
  db: Db,
  writer: string,
  counts: readonly RefusedCount[],
): Promise<void> {
  if (counts.length === 0) return;
  await db
    .insertInto('receipt_counts')
    .values(
      counts.map((count) => ({
        tenant_id: count.tenantId,
        integration_id: count.integrationId,
        minute: new Date(count.minute),
        writer,
        accepted: 0,
        duplicate: 0,
        refused: count.refused,
        events: 0,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'integration_id', 'minute', 'writer'])
        .doUpdateSet({ refused: sql`greatest(receipt_counts.refused, excluded.refused)` }),
    )
    .execute();
}

export interface ReceiptFilter {
  readonly limit: number;
  readonly cursor?: string;
  readonly outcome?: ReceiptRow['outcome'];
}

/** An integration's receipts, newest first. 400 `invalid_cursor` for a cursor of another list. */
export async function listReceipts(
  db: Db,
  tenantId: string,
  integrationId: string,
  { limit, cursor, outcome }: ReceiptFilter,
): Promise<Page<ReceiptRow>> {
  let query = db
    .selectFrom('receipts')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', integrationId);
  if (outcome !== undefined) query = query.where('outcome', '=', outcome);
  if (cursor !== undefined) {
    query = query.where('receipt_id', '<', String(decodeCursor(cursor, 1)[0]));
  }
  // Receipt ids ascend with time, and the primary key serves this order.
  const rows = await query
    .orderBy('receipt_id', 'desc')
    .limit(limit + 1)
    .execute();
  return pageOf(rows, limit, (row) => [row.receipt_id]);
}
