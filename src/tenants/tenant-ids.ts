import type { Db } from '../store/connection.ts';

/**
 * The ids of all tenants that are not being erased: for housekeeping, which goes through them one
 * by one.
 */
export async function listTenantIds(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('tenants')
    .select('tenant_id')
    .where('erasing_since', 'is', null)
    .orderBy('tenant_id')
    .execute();
  return rows.map((row) => row.tenant_id);
}
