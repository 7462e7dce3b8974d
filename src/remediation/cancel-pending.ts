import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** Nothing that was under way or waited for a decision goes on, in any tenant: after a restore. */
export async function cancelRemediation(tx: Db, reason: string): Promise<void> {
  await sql`
    update run_steps set state = 'cancelled', reason = ${reason}, finished_at = now()
    where state in ('waiting', 'ready', 'running')`.execute(tx);
  await sql`
    update runs set state = 'cancelled', reason = ${reason}, due_at = null, finished_at = now()
    where state in ('queued', 'running', 'rolling_back')`.execute(tx);
  await sql`update proposals set state = 'expired', decided_at = now() where state = 'proposed'`.execute(
    tx,
  );
  await sql`delete from remediation_subjects`.execute(tx);
}
