import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** Drops all tenants' deliveries that have not ended, with the lanes they wait in. */
export async function cancelDeliveries(tx: Db): Promise<void> {
  await sql`delete from deliveries`.execute(tx);
  await sql`delete from lanes`.execute(tx);
}
