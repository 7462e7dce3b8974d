import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** What all writers counted for an integration, minute by minute from `from` on. */
export function listReceiptMinutes(db: Db, tenantId: string, integrationId: string, from: Date) {
  const sum = (column: 'accepted' | 'duplicate' | 'refused' | 'events') =>
    sql<number>`sum(${sql.ref(column)})::bigint`.as(column);
  return db
    .selectFrom('receipt_counts')
    .select(['minute', sum('accepted'), sum('duplicate'), sum('refused'), sum('events')])
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', integrationId)
    .where('minute', '>=', from)
    .groupBy('minute')
    .execute();
}

export async function deleteCountsBefore(db: Db, tenantId: string, before: Date): Promise<void> {
  await db
    .deleteFrom('receipt_counts')
    .where('tenant_id', '=', tenantId)
    .where('minute', '<', before)
    .execute();
}
