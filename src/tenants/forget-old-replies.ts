import type { Clock } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { REPLY_VALIDITY } from './idempotency.ts';
import { deleteRepliesBefore } from './idempotency-queries.ts';
import { listTenantIds } from './tenant-ids.ts';

/** Housekeeping: drops replies kept for an `Idempotency-Key` longer than they are valid. */
export async function forgetOldReplies(context: {
  readonly store: Store;
  readonly clock: Clock;
}): Promise<void> {
  const { db } = context.store;
  const before = new Date(context.clock() - REPLY_VALIDITY);
  // '' holds what the operator did outside of any tenant.
  await deleteRepliesBefore(db, '', before);
  for (const tenantId of await listTenantIds(db)) await deleteRepliesBefore(db, tenantId, before);
}
