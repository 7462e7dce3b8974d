import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** An incident and how many alerts it had once. */
export interface KnownCount {
  readonly tenantId: string;
  readonly incidentId: string;
  readonly alertCount: number;
}

/** Those of the incidents to which alerts have come since. */
export async function listGrownIncidents(
  db: Db,
  known: readonly KnownCount[],
): Promise<readonly KnownCount[]> {
  if (known.length === 0) return [];
  const { rows } = await sql<KnownCount>`
    select i.tenant_id as "tenantId", i.incident_id as "incidentId",
      i.alert_count as "alertCount"
    from unnest(
      ${known.map(({ tenantId }) => tenantId)}::text[],
      ${known.map(({ incidentId }) => incidentId)}::text[],
      ${known.map(({ alertCount }) => alertCount)}::int4[]
    ) as k(tenant_id, incident_id, alert_count)
    join incidents i on i.tenant_id = k.tenant_id and i.incident_id = k.incident_id
    where i.alert_count > k.alert_count`.execute(db);
  return rows;
}
