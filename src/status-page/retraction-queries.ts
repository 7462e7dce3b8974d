import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/**
 * Takes back what is not told yet of an update, of the whole subject where that is null; returns
 * whether something of it was told already, and then takes nothing back.
 */
export async function retractNotices(
  tx: Db,
  tenantId: string,
  subjectId: string,
  updateId: string | null,
  now: Date,
): Promise<{ readonly told: boolean }> {
  const { rows } = await sql<{ waits: boolean }>`
    select due_at > ${now} and expanded_at is null as waits from status_notices
    where tenant_id = ${tenantId} and subject_id = ${subjectId}
      and (${updateId}::text is null or update_id = ${updateId})
    for update`.execute(tx);
  if (rows.some(({ waits }) => !waits)) return { told: true };
  const waiting = tx
    .deleteFrom('status_notices')
    .where('tenant_id', '=', tenantId)
    .where('subject_id', '=', subjectId);
  await (updateId === null ? waiting : waiting.where('update_id', '=', updateId)).execute();
  return { told: false };
}
