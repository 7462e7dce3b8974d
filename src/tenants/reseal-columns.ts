import { keyIdOf, type SecretKeys } from '../kernel/key-ring.ts';
import type { Db, Store } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import type { SealedColumn } from './sealed-columns.ts';
import { createSealer, type Sealer } from './sealing.ts';
import { listSealedUnderOthers, type SealedRow, swapSealed } from './sealing-queries.ts';

/** What came of one place that holds sealed values. */
export interface ResealCount {
  /** Sealed anew under the first key. */
  readonly resealed: number;
  /** Left as they are, because none of the keys opens them. */
  readonly unopened: number;
}

const BATCH = 200;

/**
 * Seals every value of a column anew under the first key, in transactions of a few hundred rows. A
 * value that changes meanwhile is left to whoever changed it. Can be interrupted and done again.
 */
export async function resealColumn(
  store: Store,
  column: SealedColumn,
  keys: SecretKeys,
): Promise<ResealCount> {
  const sealer = createSealer(keys);
  const keyId = keyIdOf(keys[0]);
  let [resealed, unopened] = [0, 0];
  let last: SealedRow | undefined;
  for (;;) {
    const page = { after: last, limit: BATCH };
    const rows = await listSealedUnderOthers(store.db, column, keyId, page);
    const done = await transact(store, (tx) => resealRows(tx, column, rows, sealer));
    resealed += done.resealed;
    unopened += done.unopened;
    last = rows.at(-1) ?? last;
    if (rows.length < BATCH) return { resealed, unopened };
  }
}

async function resealRows(
  tx: Db,
  column: SealedColumn,
  rows: readonly SealedRow[],
  sealer: Sealer,
): Promise<ResealCount> {
  let [resealed, unopened] = [0, 0];
  for (const row of rows) {
    const sealed = sealedAnew(sealer, column, row);
    if (sealed === undefined) unopened += 1;
    else if (await swapSealed(tx, column, row, sealed)) resealed += 1;
  }
  return { resealed, unopened };
}

function sealedAnew(sealer: Sealer, column: SealedColumn, row: SealedRow): Buffer | undefined {
  const owner = column.ownerOf(row.tenantId, row.key);
  try {
    return sealer.seal(sealer.open(row.sealed, owner), owner);
  } catch {
    return undefined;
  }
}
