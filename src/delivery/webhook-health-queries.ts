import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { HealthRow } from './webhook-queries.ts';

/** The destinations among these that fail or have just recovered, by id. */
export async function readHealth(
  db: Db,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, HealthRow>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('destination_health')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('destination_id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.destination_id, row]));
}

/** Forgets failures: the next delivery goes out at once. */
export async function clearHealth(tx: Db, tenantId: string, destinationId: string): Promise<void> {
  await tx
    .deleteFrom('destination_health')
    .where('tenant_id', '=', tenantId)
    .where('destination_id', '=', destinationId)
    .execute();
}

/** How many deliveries wait for each of these destinations; those with none are left out. */
export async function readPending(
  db: Db,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('lanes')
    .select(['destination_id', sql<number>`sum(pending)::bigint`.as('pending')])
    .where('tenant_id', '=', tenantId)
    .where('destination_id', 'in', [...ids])
    .groupBy('destination_id')
    .execute();
  return new Map(rows.map((row) => [row.destination_id, row.pending]));
}
