import { storable } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import { findService, findServiceByName, type ServiceRow } from '../tenants/service-queries.ts';
import type { ServiceRef } from './incident-schemas.ts';

/** A service by its id or its name (in any case). */
export async function findServiceBy(
  db: Db,
  tenantId: string,
  idOrName: string,
): Promise<ServiceRow | undefined> {
  const byId = await findService(db, tenantId, idOrName);
  return byId ?? (await findServiceByName(db, tenantId, idOrName));
}

/** For lists: null without a filter, undefined for a service that does not exist. */
export async function findServiceIdBy(
  db: Db,
  tenantId: string,
  idOrName: string | undefined,
): Promise<string | null | undefined> {
  if (idOrName === undefined) return null;
  return (await findServiceBy(db, tenantId, storable(idOrName)))?.service_id;
}

/** Shows the services of a page by name; a deleted one has its id as name. */
export type ServiceNames = (serviceId: string | null) => ServiceRef | null;

/** Reads the names of these services, once for a page. */
export async function readServiceNames(
  db: Db,
  tenantId: string,
  serviceIds: readonly (string | null)[],
): Promise<ServiceNames> {
  const wanted = [...new Set(serviceIds)].filter((id) => id !== null);
  const rows =
    wanted.length === 0
      ? []
      : await db
          .selectFrom('services')
          .select(['service_id', 'name'])
          .where('tenant_id', '=', tenantId)
          .where('service_id', 'in', wanted)
          .execute();
  const names = new Map(rows.map((row) => [row.service_id, row.name]));
  return (id) => (id === null ? null : { id, name: names.get(id) ?? id });
}
