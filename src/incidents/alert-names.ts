import type { Db } from '../store/connection.ts';
import type { AlertRow } from './alert-queries.ts';
import { readServiceNames, type ServiceNames } from './service-refs.ts';

/** The words for the ids that alerts of a page carry. */
export interface AlertNames {
  readonly service: ServiceNames;
  /** Null: no incident. */
  readonly incidentTitle: (incidentId: string | null) => string | null;
}

/** Reads the names of the services and incidents of these alerts, once for a page. */
export async function readAlertNames(
  db: Db,
  tenantId: string,
  rows: readonly Pick<AlertRow, 'service_id' | 'incident_id'>[],
): Promise<AlertNames> {
  const service = await readServiceNames(
    db,
    tenantId,
    rows.map((row) => row.service_id),
  );
  const titles = await readTitles(db, tenantId, [...new Set(rows.map((row) => row.incident_id))]);
  return { service, incidentTitle: (id) => (id === null ? null : (titles.get(id) ?? null)) };
}

async function readTitles(
  db: Db,
  tenantId: string,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = ids.filter((id) => id !== null);
  if (wanted.length === 0) return new Map();
  const rows = await db
    .selectFrom('incidents')
    .select(['incident_id', 'title'])
    .where('tenant_id', '=', tenantId)
    .where('incident_id', 'in', wanted)
    .execute();
  return new Map(rows.map((row) => [row.incident_id, row.title]));
}
