import type { Clock } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { REPLY_VALIDITY } from './idempotency.ts';
import { deleteRepliesBefore } from './idempotency-queries.ts';
import { listTenantRows } from './queries.ts';

/** Housekeeping: drops replies kept for an `Idempotency-Key` longer than they are valid. */
export async function forgetOldReplies(context: {
  readonly store: Store;
  readonly clock: Clock;
}): Promise<void> {
  const { db } = context.store;
  const before = new Date(context.clock() - REPLY_VALIDITY);
  // '' holds what the operator did outside of any tenant.
  await deleteRepliesBefore(db, '', before);
  for (let after = ''; ; ) {
    const page = await listTenantRows(db, after, 200);
    for (const tenant of page) await deleteRepliesBefore(db, tenant.tenant_id, before);
    const last = page.at(-1);
    if (!last) return;
    after = last.tenant_id;
  }
}
