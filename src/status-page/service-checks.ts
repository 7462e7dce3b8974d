import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** Those of the ids that are no services of the tenant. */
export async function listUnknownServices(
  db: Db,
  tenantId: string,
  serviceIds: readonly string[],
): Promise<string[]> {
  if (serviceIds.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select n.id from unnest(${[...serviceIds]}::text[]) as n(id)
    where not exists (
      select from services s where s.tenant_id = ${tenantId} and s.service_id = n.id
    )`.execute(db);
  return rows.map((row) => row.id);
}
