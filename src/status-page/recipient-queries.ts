import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/**
 * Subscribers of a hub who are told of something about these services: confirmed, not unsubscribed,
 * and of the whole hub or of one of them (rules/audience.ts says the same).
 */
export async function countRecipients(
  db: Db,
  tenantId: string,
  hubId: string,
  serviceIds: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from subscribers
    where tenant_id = ${tenantId} and hub_id = ${hubId}
      and confirmed_at is not null and unsubscribed_at is null
      and (service_ids is null or service_ids && ${[...serviceIds]}::text[])`.execute(db);
  return rows[0]?.count ?? 0;
}

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
