import type { Instant } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { listTenantIds } from '../tenants/tenant-ids.ts';
import { deleteCountsBefore } from './receipt-count-queries.ts';

/** Housekeeping: drops the minute counts of requests older than `before`. */
export async function forgetOldCounts(store: Store, before: Instant): Promise<void> {
  for (const tenantId of await listTenantIds(store.db)) {
    await deleteCountsBefore(store.db, tenantId, new Date(before));
  }
}
