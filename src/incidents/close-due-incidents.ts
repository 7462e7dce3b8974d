import type { Clock } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import { type DueIncident, listDueIncidents } from './due-queries.ts';
import { lockFreeIncident } from './queries.ts';
import { lockSlotOf, recordDecision } from './record-decision.ts';
import { decide } from './rules/lifecycle.ts';

const BATCH = 100;

/**
 * The timer's turn: closes the incidents whose delay after the recovery has passed, each in a
 * transaction of its own. Replicas may run it at once; what one holds the others pass over.
 * Returns how many it closed.
 */
export async function closeDueIncidents(deps: {
  readonly store: Store;
  readonly clock: Clock;
}): Promise<number> {
  const now = new Date(deps.clock());
  let closed = 0;
  for (let after: DueIncident | null = null; ; ) {
    const due: DueIncident[] = await listDueIncidents(deps.store.db, now, after, BATCH);
    for (const incident of due) if (await closeDue(deps, incident)) closed++;
    after = due.at(-1) ?? null;
    if (due.length < BATCH) return closed;
  }
}

function closeDue(
  deps: { readonly store: Store; readonly clock: Clock },
  { tenant_id: tenantId, incident_id: incidentId }: DueIncident,
): Promise<boolean> {
  return transact(deps.store, async (tx) => {
    const slot = await lockSlotOf(tx, tenantId, incidentId);
    const before = await lockFreeIncident(tx, tenantId, incidentId);
    if (!before) return false;
    const command = { type: 'close_recovered' } as const;
    const decision = decide(before, command, { type: 'system' }, deps.clock());
    if (!decision.ok || decision.entries.length === 0) return false;
    await recordDecision(tx, before, decision, slot);
    return true;
  });
}
