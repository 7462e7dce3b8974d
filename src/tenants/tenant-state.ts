import type { Db } from '../store/connection.ts';

/** Whether there is a tenant of this id; one that is being erased counts until nothing is left. */
export async function findTenantState(
  db: Db,
  tenantId: string,
): Promise<'absent' | 'present' | 'erasing'> {
  const row = await db
    .selectFrom('tenants')
    .select('erasing_since')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  if (!row) return 'absent';
  return row.erasing_since === null ? 'present' : 'erasing';
}
