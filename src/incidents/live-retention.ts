import type { Store } from '../store/connection.ts';
import { deleteExcessLiveEvents, deleteOldLiveEvents, listLoggedTenants } from './live-queries.ts';

/** Events a tenant's log holds at most: nobody fills the disk of the others. */
const MAX_LIVE_EVENTS = 20_000;

const BATCH = 5_000;

/** Deletes from the live logs what is older than an hour or too much. */
export async function trimLiveLogs({ store }: { readonly store: Store }): Promise<void> {
  for (const tenantId of await listLoggedTenants(store.db)) {
    await deleteExcessLiveEvents(store.db, tenantId, MAX_LIVE_EVENTS);
    while ((await deleteOldLiveEvents(store.db, tenantId, BATCH)) === BATCH) {}
  }
}
