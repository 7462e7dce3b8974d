import { type KnownCount, listGrownIncidents } from '../incidents/growth-queries.ts';
import type { Store } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import { enqueueTriages, listWatched } from './subject-queries.ts';

/** Incidents looked at in one turn. */
const PAGE = 1_000;

/**
 * Finds open incidents to which alerts have come since they were triaged, a thousand incidents a
 * turn. Whether one of the alerts is of a new kind is asked when it is their turn.
 */
export function lookForAlerts(store: Store): () => Promise<void> {
  let after: KnownCount | null = null;
  return async () => {
    const page = await listWatched(store.db, after, PAGE);
    after = page.length < PAGE ? null : (page.at(-1) ?? null);
    const grown = await listGrownIncidents(store.db, page);
    if (grown.length === 0) return;
    const wanted = grown.map(({ tenantId, incidentId }) => {
      return { tenantId, incidentId, reason: 'alerts' } as const;
    });
    await transact(store, (tx) => enqueueTriages(tx, wanted));
  };
}
