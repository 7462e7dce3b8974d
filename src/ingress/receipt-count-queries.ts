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

/** What was counted for an integration since then, and when something last came in. */
export interface IntegrationCount {
  readonly integration_id: string;
  /** Of receipts exact, of counts the minute; null: nothing is known any more. */
  readonly at: Date | null;
  readonly accepted: number;
  readonly duplicate: number;
  readonly refused: number;
}

/** The counts since then of every integration of the tenant, zeros included. */
export async function listIntegrationHealth(
  db: Db,
  tenantId: string,
  since: Date,
): Promise<IntegrationCount[]> {
  const { rows } = await sql<IntegrationCount>`
    select i.integration_id, greatest(c.minute, r.received_at) as at,
      coalesce(c.accepted, 0)::int as accepted, coalesce(c.duplicate, 0)::int as duplicate,
      coalesce(c.refused, 0)::int as refused
    from integrations i
    left join lateral (
      select max(minute) as minute,
        sum(accepted) filter (where minute >= ${since}) as accepted,
        sum(duplicate) filter (where minute >= ${since}) as duplicate,
        sum(refused) filter (where minute >= ${since}) as refused
      from receipt_counts
      where tenant_id = i.tenant_id and integration_id = i.integration_id
    ) c on true
    left join lateral (
      select received_at from receipts
      where tenant_id = i.tenant_id and integration_id = i.integration_id
      order by receipt_id desc limit 1
    ) r on true
    where i.tenant_id = ${tenantId}
    order by i.integration_id`.execute(db);
  return rows;
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
