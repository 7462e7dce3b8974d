import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** Skips all tenants' notices and mails to subscribers that have not been sent, saying why. */
export async function cancelNotices(tx: Db, reason: string): Promise<void> {
  await sql`
    update status_messages set status = 'skipped', reason = ${reason}, next_attempt_at = null,
      leased_until = null, updated_at = now()
    where status = 'pending'`.execute(tx);
  await sql`update status_notices set expanded_at = now() where expanded_at is null`.execute(tx);
  await sql`
    update subscribers set confirm_due_at = null
    where confirm_due_at is not null`.execute(tx);
}
