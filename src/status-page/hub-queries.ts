import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { HubSettings, StatusTables } from '../store/status-tables.ts';

export type HubRow = Selectable<StatusTables['hubs']>;

/** A hub with its own domain. */
export type AddressedHub = HubRow & { readonly domain: string | null };

const domain = sql<string | null>`(select min(a.address) from hub_addresses a
  where a.tenant_id = hubs.tenant_id and a.hub_id = hubs.hub_id and a.kind = 'domain')`;

/** False when the tenant has a hub of that id. */
export async function insertHub(
  tx: Db,
  tenantId: string,
  row: Omit<Insertable<StatusTables['hubs']>, 'tenant_id'>,
): Promise<boolean> {
  const done = await tx
    .insertInto('hubs')
    .values({ ...row, tenant_id: tenantId })
    .onConflict((on) => on.columns(['tenant_id', 'hub_id']).doNothing())
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n;
}

/** Oldest first. */
export function listHubRows(db: Db, tenantId: string): Promise<AddressedHub[]> {
  return db
    .selectFrom('hubs')
    .selectAll()
    .select(domain.as('domain'))
    .where('tenant_id', '=', tenantId)
    .orderBy('created_at')
    .orderBy('hub_id')
    .execute();
}

export function findHub(
  db: Db,
  tenantId: string,
  hubId: string,
): Promise<AddressedHub | undefined> {
  return db
    .selectFrom('hubs')
    .selectAll()
    .select(domain.as('domain'))
    .where('tenant_id', '=', tenantId)
    .where('hub_id', '=', hubId)
    .executeTakeFirst();
}

/** Locks the hub against other writers. */
export function lockHub(
  tx: Db,
  tenantId: string,
  hubId: string,
): Promise<AddressedHub | undefined> {
  return tx
    .selectFrom('hubs')
    .selectAll()
    .select(domain.as('domain'))
    .where('tenant_id', '=', tenantId)
    .where('hub_id', '=', hubId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export async function saveHub(
  tx: Db,
  tenantId: string,
  hubId: string,
  values: {
    readonly slug: string;
    readonly name: string;
    readonly settings: HubSettings;
    readonly password: string | null;
    readonly shows_all: boolean;
    readonly updated_at: Date;
  },
): Promise<void> {
  await tx
    .updateTable('hubs')
    .set({ ...values, settings: JSON.stringify(values.settings) })
    .where('tenant_id', '=', tenantId)
    .where('hub_id', '=', hubId)
    .execute();
}

export async function renameHub(
  tx: Db,
  tenantId: string,
  hubId: string,
  slug: string,
): Promise<void> {
  await tx
    .updateTable('hubs')
    .set({ slug })
    .where('tenant_id', '=', tenantId)
    .where('hub_id', '=', hubId)
    .execute();
}

export async function deleteHubRow(tx: Db, tenantId: string, hubId: string): Promise<void> {
  await tx
    .deleteFrom('hubs')
    .where('tenant_id', '=', tenantId)
    .where('hub_id', '=', hubId)
    .execute();
}

/** False when the address is taken, by whichever tenant. */
export async function insertAddress(
  tx: Db,
  tenantId: string,
  hubId: string,
  kind: 'slug' | 'domain',
  address: string,
): Promise<boolean> {
  const done = await tx
    .insertInto('hub_addresses')
    .values({ tenant_id: tenantId, hub_id: hubId, kind, address })
    .onConflict((on) => on.columns(['kind', 'address']).doNothing())
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n;
}

export async function deleteAddresses(
  tx: Db,
  tenantId: string,
  hubId: string,
  kind: 'slug' | 'domain',
): Promise<void> {
  await tx
    .deleteFrom('hub_addresses')
    .where('tenant_id', '=', tenantId)
    .where('hub_id', '=', hubId)
    .where('kind', '=', kind)
    .execute();
}

/** Tenants without any hub; those being erased get none. */
export async function listHublessTenants(
  db: Db,
): Promise<{ tenant_id: string; slug: string; name: string }[]> {
  return db
    .selectFrom('tenants as t')
    .select(['t.tenant_id', 't.slug', 't.name'])
    .where('t.erasing_since', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(selectFrom('hubs as h').whereRef('h.tenant_id', '=', 't.tenant_id').select('slug')),
      ),
    )
    .execute();
}

/** Raises `changed_at` of these hubs, or of all; locks them in key order. */
export async function raiseHubs(
  tx: Db,
  tenantId: string,
  now: Date,
  hubIds: readonly string[] | null,
): Promise<void> {
  if (hubIds?.length === 0) return;
  const chosen = hubIds === null ? sql`true` : sql`hub_id = any(${[...hubIds]}::text[])`;
  await sql`
    with locked as (
      select hub_id from hubs where tenant_id = ${tenantId} and ${chosen}
      order by hub_id for no key update
    )
    update hubs h set changed_at = greatest(${now}, h.changed_at + interval '1 millisecond')
    from locked l where h.tenant_id = ${tenantId} and h.hub_id = l.hub_id`.execute(tx);
}

/** Hubs that show at least one of these services. */
export async function listHubIdsShowing(
  db: Db,
  tenantId: string,
  serviceIds: readonly string[],
): Promise<string[]> {
  if (serviceIds.length === 0) return [];
  const { rows } = await sql<{ hub_id: string }>`
    select distinct h.hub_id from hubs h
    join services s on s.tenant_id = h.tenant_id and s.service_id = any(${[...serviceIds]}::text[])
    left join hub_components c on c.tenant_id = h.tenant_id and c.hub_id = h.hub_id
      and c.service_id = s.service_id
    where h.tenant_id = ${tenantId} and not s.hidden and not coalesce(c.hidden, false)
      and (h.shows_all or c.service_id is not null)
    order by h.hub_id`.execute(db);
  return rows.map((row) => row.hub_id);
}
