import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Store } from '../../src/store/connection.ts';

/** Forgets the failures of receivers. Rows in use are left: waiting for several could deadlock. */
const FORGET = sql`delete from destination_health h using (
    select tenant_id, destination_id from destination_health for update skip locked) f
  where h.tenant_id = f.tenant_id and h.destination_id = f.destination_id`;

/**
 * Keeps circuits closed, so that a test meets failing receivers at full speed. Returns how to stop
 * it.
 */
export function keepCircuitsClosed(store: Store): () => Promise<void> {
  let over = false;
  const running = (async () => {
    for (; !over; await sleep(50)) await FORGET.execute(store.db);
  })();
  return async () => {
    over = true;
    await running;
  };
}
