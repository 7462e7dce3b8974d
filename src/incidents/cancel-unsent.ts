import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** Forgets events of all tenants that nobody has been handed yet: nobody hears of them any more. */
export async function cancelUndispatched(tx: Db): Promise<void> {
  await sql`delete from outbox`.execute(tx);
  await sql`delete from alert_outbox`.execute(tx);
}
