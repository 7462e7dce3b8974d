import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/**
 * Nothing that was under way or waited for a decision goes on, in any tenant: after a restore. Does
 * nothing in a database of a version that had no remediation.
 */
export async function cancelRemediation(tx: Db, reason: string): Promise<void> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('run_steps') is not null as there`.execute(tx);
  if (!rows[0]?.there) return;
  await sql`
    update run_steps set state = 'cancelled', reason = ${reason}, finished_at = now(),
      leased_until = null
    where state in ('waiting', 'ready', 'running')`.execute(tx);
  await sql`
    update runs set state = 'cancelled', reason = ${reason}, due_at = null, finished_at = now()
    where state in ('queued', 'running', 'rolling_back')`.execute(tx);
  await sql`
    update proposals set state = 'expired', decision_reason = ${reason}, decided_at = now()
    where state = 'proposed'`.execute(tx);
}
