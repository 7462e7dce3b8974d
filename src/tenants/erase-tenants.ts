import { type Clock, type Instant, MINUTE, SECOND } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { eraseOrder } from '../store/erase-order.ts';
import { deleteTenantRows, listTablesWithRows, listTenantTables } from '../store/tenant-rows.ts';
import { transact } from '../store/transaction.ts';
import { type ErasedTenantRow, listErasures, noteErasure, takeErasure } from './erasure-queries.ts';

/**
 * Milliseconds after which nothing of the tenant is under way any more: replicas believe in it for
 * five seconds, the lease of a delivery lasts fifteen, live streams ask again after thirty. Until
 * then rows may still come.
 */
const ERASURE_SETTLES = MINUTE;

/** Rows in one transaction. */
const BATCH = 2_000;

/** A round ends after that, so that the others have the database to themselves in between. */
const ROUND = SECOND;

/** What would still act for the tenant goes first. */
const ACTING = ['lanes', 'deliveries', 'status_messages', 'status_notices', 'notifications'];

/** What erasing is done with. */
export interface EraseDeps {
  readonly store: Store;
  readonly clock: Clock;
}

/**
 * Goes on deleting the tenants that are being erased, for about a second. Every batch is a
 * transaction of its own and safe to be interrupted by a crash; replicas take turns. The tenant
 * itself goes last, once nothing of it is under way and no table has a row of it.
 */
export async function eraseTenants(deps: EraseDeps): Promise<void> {
  const until = deps.clock() + ROUND;
  for (const erasure of await listErasures(deps.store.db)) {
    await eraseFor(deps, erasure, until);
    if (deps.clock() >= until) return;
  }
}

async function eraseFor(deps: EraseDeps, erasure: ErasedTenantRow, until: Instant): Promise<void> {
  const { store, clock } = deps;
  const found = await listTenantTables(store.db);
  const tables = eraseOrder(found, ACTING).filter((name) => name !== 'tenants');
  const left = await listTablesWithRows(store.db, tenantIdOf(erasure), tables);
  for (const table of left) {
    let deleted = BATCH;
    while (deleted === BATCH) {
      deleted = await eraseBatch(deps, erasure, table);
      if (clock() >= until) return;
    }
  }
  const settled = erasure.requested_at.getTime() + ERASURE_SETTLES <= clock();
  if (settled) await finish(deps, erasure, tables);
}

function tenantIdOf({ slug }: ErasedTenantRow): string {
  return `ten_${slug}`;
}

/** How many rows went; 0 also where another replica is at it. */
function eraseBatch({ store }: EraseDeps, erasure: ErasedTenantRow, table: string) {
  return transact(store, async (tx) => {
    if (!(await takeErasure(tx, erasure))) return 0;
    const deleted = await deleteTenantRows(tx, tenantIdOf(erasure), table, BATCH);
    if (deleted > 0) await noteErasure(tx, erasure, deleted, null);
    return deleted;
  });
}

/** Deletes the tenant itself, unless a row came meanwhile or was locked. */
async function finish(
  { store, clock }: EraseDeps,
  erasure: ErasedTenantRow,
  tables: readonly string[],
): Promise<void> {
  const tenantId = tenantIdOf(erasure);
  await transact(store, async (tx) => {
    if (!(await takeErasure(tx, erasure))) return;
    const left = await listTablesWithRows(tx, tenantId, tables);
    if (left.length > 0) return;
    const deleted = await deleteTenantRows(tx, tenantId, 'tenants', 1);
    if (deleted === 1) await noteErasure(tx, erasure, deleted, new Date(clock()));
  });
}
