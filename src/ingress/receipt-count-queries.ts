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

/** What was counted for an integration in a minute. */
export interface RecentCount {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly minute: Date;
  readonly accepted: number;
  readonly refused: number;
}

/** The counts of this minute and the two before it, for all integrations of the tenants. */
export async function listRecentCounts(
  db: Db,
  tenantIds: readonly string[],
): Promise<RecentCount[]> {
  const { rows } = await sql<RecentCount>`
    select i.tenant_id as "tenantId", i.integration_id as "integrationId", c.minute,
      sum(c.accepted + c.duplicate)::int as accepted, sum(c.refused)::int as refused
    from integrations i join receipt_counts c
      on c.tenant_id = i.tenant_id and c.integration_id = i.integration_id
    where i.tenant_id = any(${tenantIds}::text[])
      and c.minute >= date_trunc('minute', now()) - interval '2 minutes'
    group by i.tenant_id, i.integration_id, c.minute`.execute(db);
  return rows;
}
