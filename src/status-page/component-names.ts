import { readServiceNames } from '../incidents/service-refs.ts';
import type { Db } from '../store/connection.ts';
import { listOwnNames } from './component-queries.ts';

/** What a page calls a service; without a page, or an own name there, the service's name. */
export type ComponentNames = (hubId: string | null, serviceId: string) => string;

/** Reads how these pages name these services, once for a list. */
export async function readComponentNames(
  db: Db,
  tenantId: string,
  hubIds: readonly (string | null)[],
  serviceIds: readonly string[],
): Promise<ComponentNames> {
  const nameOf = await readServiceNames(db, tenantId, serviceIds);
  const hubs = [...new Set(hubIds)].filter((id) => id !== null);
  const own = new Map<string, string>();
  for (const row of await listOwnNames(db, tenantId, hubs, [...new Set(serviceIds)])) {
    own.set(`${row.hub_id} ${row.service_id}`, row.name);
  }
  return (hubId, id) => own.get(`${hubId} ${id}`) ?? nameOf(id)?.name ?? id;
}
