import { DAY, type Instant } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { listTenantIds } from '../tenants/tenant-ids.ts';
import { deleteClosedIncidents, deleteEmptySlots, deleteIdleAlerts } from './retention-queries.ts';

/** Days a closed incident is kept with its timeline, and a resolved alert nobody mentions. */
export interface Retention {
  readonly closedIncidentDays: number;
  readonly idleAlertDays: number;
}

export const DEFAULT_RETENTION: Retention = { closedIncidentDays: 400, idleAlertDays: 90 };

const BATCH = 1_000;

/**
 * Deletes what is past its time, tenant by tenant and in small transactions. Alerts of formats that
 * refuse duplicates for ever (CauseFlow) stay as tombstones: their ids must keep answering 409.
 * Returns the number of rows deleted.
 */
export async function applyRetention(
  store: Store,
  now: Instant,
  retention: Retention = DEFAULT_RETENTION,
): Promise<number> {
  const closedBefore = new Date(now - retention.closedIncidentDays * DAY);
  const idleBefore = new Date(now - retention.idleAlertDays * DAY);
  let deleted = 0;
  for (const tenantId of await listTenantIds(store.db)) {
    deleted += await inBatches(() =>
      deleteClosedIncidents(store.db, tenantId, closedBefore, BATCH),
    );
    deleted += await inBatches(() => deleteIdleAlerts(store.db, tenantId, idleBefore, BATCH));
    deleted += await inBatches(() => deleteEmptySlots(store.db, tenantId, new Date(now), BATCH));
  }
  return deleted;
}

async function inBatches(work: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let count = BATCH; count === BATCH; ) {
    count = await work();
    total += count;
  }
  return total;
}
