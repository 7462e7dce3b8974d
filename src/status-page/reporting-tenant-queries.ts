import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** Those of the tenants whose incidents are reported, or whose reports follow incidents. */
export async function listReportingTenants(
  db: Db,
  tenantIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ tenant_id: string }>`
    select t.tenant_id from unnest(${[...tenantIds]}::text[]) as t(tenant_id)
    where exists (
      select from hubs h where h.tenant_id = t.tenant_id and h.settings ? 'publish_incidents'
    ) or exists (
      select from reports r where r.tenant_id = t.tenant_id and r.follows_incident
        and r.resolved_at is null and r.deleted_at is null
    )`.execute(db);
  return rows.map((row) => row.tenant_id);
}
