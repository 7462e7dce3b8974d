import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { listHubIdsShowing, raiseHubs } from './hub-queries.ts';

/**
 * Says that what these hubs (default: all of the tenant) show may have changed, inside the
 * transaction that changes it. `changed_at` only ever grows. It is set before the commit, so a page
 * is up to date when it was rendered from that very value, not from a later clock.
 */
export async function touchHubs(
  tx: Db,
  tenantId: string,
  now: Instant,
  hubIds?: readonly string[],
): Promise<void> {
  await raiseHubs(tx, tenantId, new Date(now), hubIds ?? null);
}

/** Hubs on which a report or maintenance is shown. */
export async function hubIdsOf(
  db: Db,
  tenantId: string,
  row: { readonly hub_id: string | null; readonly service_ids: readonly string[] },
): Promise<string[]> {
  return row.hub_id === null ? listHubIdsShowing(db, tenantId, row.service_ids) : [row.hub_id];
}
