import type { Db } from '../store/connection.ts';

/**
 * Until when the replaced secrets of these owners stay valid, by owner; owners whose last secret is
 * over, or who never had another, are left out.
 */
export async function readReplacedSecrets(
  db: Db,
  tenantId: string,
  ownerIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Date>> {
  if (ownerIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('secrets')
    .select(['owner_id', (eb) => eb.fn.max('expires_at').as('expires_at')])
    .where('tenant_id', '=', tenantId)
    .where('owner_id', 'in', [...ownerIds])
    .where('expires_at', '>', now)
    .groupBy('owner_id')
    .execute();
  return new Map(rows.flatMap((row) => (row.expires_at ? [[row.owner_id, row.expires_at]] : [])));
}
