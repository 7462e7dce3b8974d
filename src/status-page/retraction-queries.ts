import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** Takes back what is not told yet; returns whether something of the update was told already. */
export async function retractNotices(
  tx: Db,
  tenantId: string,
  subjectId: string,
  updateId: string,
  now: Date,
): Promise<{ readonly told: boolean }> {
  const { rows } = await sql<{ waits: boolean }>`
    select due_at > ${now} and expanded_at is null as waits from status_notices
    where tenant_id = ${tenantId} and subject_id = ${subjectId} and update_id = ${updateId}
    for update`.execute(tx);
  if (rows.some(({ waits }) => !waits)) return { told: true };
  await tx
    .deleteFrom('status_notices')
    .where('tenant_id', '=', tenantId)
    .where('subject_id', '=', subjectId)
    .where('update_id', '=', updateId)
    .execute();
  return { told: false };
}
