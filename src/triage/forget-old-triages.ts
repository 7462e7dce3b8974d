import { DAY, type Instant } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { listTenantIds } from '../tenants/tenant-ids.ts';
import { deleteOldChanges } from './change-queries.ts';
import { deleteOrphans } from './triage-queries.ts';

/** Days that changes are kept. */
const KEEP_DAYS = 90;

const BATCH = 1_000;

/** Deletes changes older than 90 days, and triages of incidents that are gone. */
export async function forgetOldTriages(store: Store, now: Instant): Promise<void> {
  const before = new Date(now - KEEP_DAYS * DAY);
  for (const tenantId of await listTenantIds(store.db)) {
    while ((await deleteOldChanges(store.db, tenantId, before, BATCH)) > 0);
    while ((await deleteOrphans(store.db, tenantId, BATCH)) > 0);
  }
}
