import { type Insertable, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { StatusTables } from '../store/status-tables.ts';

/** A service as a hub lists it, shown or not. */
export interface ComponentRow {
  readonly service_id: string;
  readonly service_name: string;
  readonly service_hidden: boolean;
  readonly listed: boolean;
  readonly name: string | null;
  readonly description: string | null;
  readonly group_name: string | null;
  readonly hidden: boolean;
  readonly visible: boolean;
}

/** All services of the tenant in the hub's order; those that are not listed last. */
export async function listComponentRows(
  db: Db,
  tenantId: string,
  hubId: string,
): Promise<ComponentRow[]> {
  const { rows } = await sql<ComponentRow>`
    select s.service_id, s.name as service_name, s.hidden as service_hidden,
      c.service_id is not null as listed, c.name, c.description, c.group_name,
      coalesce(c.hidden, false) as hidden,
      not s.hidden and not coalesce(c.hidden, false)
        and (h.shows_all or c.service_id is not null) as visible
    from hubs h
    join services s on s.tenant_id = h.tenant_id
    left join hub_components c on c.tenant_id = h.tenant_id and c.hub_id = h.hub_id
      and c.service_id = s.service_id
    where h.tenant_id = ${tenantId} and h.hub_id = ${hubId}
    order by c.position nulls last, lower(s.name), s.service_id`.execute(db);
  return rows;
}

/** Replaces what the hub lists. */
export async function replaceComponents(
  tx: Db,
  tenantId: string,
  hubId: string,
  rows: readonly Omit<Insertable<StatusTables['hub_components']>, 'tenant_id' | 'hub_id'>[],
): Promise<void> {
  await tx
    .deleteFrom('hub_components')
    .where('tenant_id', '=', tenantId)
    .where('hub_id', '=', hubId)
    .execute();
  if (rows.length === 0) return;
  await tx
    .insertInto('hub_components')
    .values(rows.map((row) => ({ ...row, tenant_id: tenantId, hub_id: hubId })))
    .execute();
}

/** Names that these hubs give these services, where they give one. */
export async function listOwnNames(
  db: Db,
  tenantId: string,
  hubIds: readonly string[],
  serviceIds: readonly string[],
): Promise<{ hub_id: string; service_id: string; name: string }[]> {
  if (hubIds.length === 0 || serviceIds.length === 0) return [];
  return db
    .selectFrom('hub_components')
    .select(['hub_id', 'service_id', 'name'])
    .where('tenant_id', '=', tenantId)
    .where('hub_id', 'in', hubIds)
    .where('service_id', 'in', serviceIds)
    .where('name', 'is not', null)
    .$narrowType<{ name: string }>()
    .execute();
}
