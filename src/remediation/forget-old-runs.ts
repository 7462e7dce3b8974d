import { DAY, type Instant } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { listTenantIds } from '../tenants/tenant-ids.ts';
import { cutOldOutput, deleteOrphanProposals } from './retention-queries.ts';

/** Days that what steps put out is kept; how they ended, and its digest, stay as long as the incident. */
const KEEP_OUTPUT_DAYS = 90;

const BATCH = 500;

/** Deletes proposals with their runs when their incident is gone, and old output. The log stays. */
export async function forgetOldRuns(store: Store, now: Instant): Promise<void> {
  const before = new Date(now - KEEP_OUTPUT_DAYS * DAY);
  for (const tenantId of await listTenantIds(store.db)) {
    while ((await deleteOrphanProposals(store.db, tenantId, BATCH)) > 0);
    while ((await cutOldOutput(store.db, tenantId, before, BATCH)) > 0);
  }
}
