import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** Skips all tenants' notifications that have not ended, saying why, and drops reminders to come. */
export async function cancelNotifications(tx: Db, reason: string): Promise<void> {
  await sql`
    update notifications set status = 'skipped', reason = ${reason}, lease = null,
      next_attempt_at = null, finished_at = now()
    where status = 'pending'`.execute(tx);
  await sql`delete from reminders`.execute(tx);
}
