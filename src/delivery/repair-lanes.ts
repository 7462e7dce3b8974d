import { sql } from 'kysely';
import type { Store } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import type { LeasedLane } from './lane-queries.ts';

/**
 * A lane whose deliveries are gone (deleted by hand, or restored from half a backup) would be leased
 * for ever: its count is set right, and an empty one goes. Under the lane's lock, which the
 * dispatcher waits for, so nothing that arrives meanwhile is overlooked.
 */
export async function repairLanes(store: Store, lanes: readonly LeasedLane[]): Promise<void> {
  for (const { tenantId, destinationId, laneId, lease } of lanes) {
    await transact(store, async (tx) => {
      const held = await tx
        .selectFrom('lanes')
        .select('pending')
        .where('tenant_id', '=', tenantId)
        .where('destination_id', '=', destinationId)
        .where('lane_id', '=', laneId)
        .where('lease', '=', lease)
        .forUpdate()
        .executeTakeFirst();
      if (!held) return;
      await sql`update lanes l set lease = null, leased_until = null, pending = (
          select count(*) from deliveries d where d.tenant_id = l.tenant_id
            and d.destination_id = l.destination_id and d.lane_id = l.lane_id)
        where tenant_id = ${tenantId} and destination_id = ${destinationId}
          and lane_id = ${laneId}`.execute(tx);
      await tx
        .deleteFrom('lanes')
        .where('tenant_id', '=', tenantId)
        .where('destination_id', '=', destinationId)
        .where('lane_id', '=', laneId)
        .where('pending', '<=', 0)
        .execute();
    });
  }
}
