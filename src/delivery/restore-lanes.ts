import { sql } from 'kysely';
import type { Store } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';

/** Lanes restored in one transaction. */
const PORTION = 1_000;

/**
 * Deliveries whose lane is gone (deleted by hand, or restored from half a backup) would never be
 * sent: they get one again. Deliveries and their lane are written in one transaction, so none that
 * is just being enqueued looks like one of these; should a lane come meanwhile, it is left as it is
 * and the next sweep finds what it does not count. Returns how many lanes it made.
 */
export async function restoreLanes(store: Store): Promise<number> {
  for (let made = 0; ; ) {
    const portion = await transact(store, async (tx) => {
      const { numAffectedRows = 0n } = await sql`
        insert into lanes (tenant_id, destination_id, lane_id, pending, ready_at)
        select d.tenant_id, d.destination_id, d.lane_id, count(*), now()
        from deliveries d
        join webhooks w on w.tenant_id = d.tenant_id and w.webhook_id = d.destination_id
        where not exists (
          select from lanes l where l.tenant_id = d.tenant_id
            and l.destination_id = d.destination_id and l.lane_id = d.lane_id)
        group by 1, 2, 3 order by 1, 2, 3 limit ${PORTION}
        on conflict do nothing`.execute(tx);
      return Number(numAffectedRows);
    });
    made += portion;
    if (portion < PORTION) return made;
  }
}
