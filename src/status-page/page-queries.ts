import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { HubSettings, ReportState, StoredServiceStatus } from '../store/status-tables.ts';

// What the public may read of a hub: the one place where published is told from hidden.

/** A hub with what its page needs beside reports. */
export interface PageHubRow {
  readonly tenant_id: string;
  readonly hub_id: string;
  readonly slug: string;
  readonly name: string;
  readonly settings: HubSettings;
  readonly is_private: boolean;
  readonly domain: string | null;
  /** The last change of the hub, its reports or the services it shows. */
  readonly changed_at: Date;
}

const hubFacts = sql`h.tenant_id, h.hub_id, h.slug, h.name, h.settings,
  h.password is not null as is_private,
  (select min(a.address) from hub_addresses a where a.tenant_id = h.tenant_id
    and a.hub_id = h.hub_id and a.kind = 'domain') as domain,
  greatest(h.changed_at, t.services_changed_at) as changed_at`;

export async function findPageHub(
  db: Db,
  tenantId: string,
  hubId: string,
): Promise<PageHubRow | undefined> {
  const { rows } = await sql<PageHubRow>`
    select ${hubFacts} from hubs h join tenants t on t.tenant_id = h.tenant_id
    where h.tenant_id = ${tenantId} and h.hub_id = ${hubId}`.execute(db);
  return rows[0];
}

/** Whose hub an address (slug or domain, any case) is; addresses come without a tenant. */
export function findHubByAddress(
  db: Db,
  kind: 'slug' | 'domain',
  address: string,
): Promise<{ tenant_id: string; hub_id: string } | undefined> {
  return db
    .selectFrom('hub_addresses')
    .select(['tenant_id', 'hub_id'])
    .where('kind', '=', kind)
    .where('address', '=', address.toLowerCase())
    .executeTakeFirst();
}

/** A service as a hub shows it. */
export interface ShownComponentRow {
  readonly service_id: string;
  readonly name: string;
  readonly description: string | null;
  readonly group_name: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** The components a hub shows, in its order: hidden services never, unlisted ones if it shows all. */
export async function listShownComponents(
  db: Db,
  tenantId: string,
  hubId: string,
): Promise<ShownComponentRow[]> {
  const { rows } = await sql<ShownComponentRow>`
    select s.service_id, coalesce(c.name, s.name) as name,
      coalesce(c.description, nullif(s.description, '')) as description, c.group_name,
      s.created_at, s.updated_at
    from hubs h
    join services s on s.tenant_id = h.tenant_id
    left join hub_components c on c.tenant_id = h.tenant_id and c.hub_id = h.hub_id
      and c.service_id = s.service_id
    where h.tenant_id = ${tenantId} and h.hub_id = ${hubId} and not s.hidden
      and not coalesce(c.hidden, false) and (h.shows_all or c.service_id is not null)
    order by c.position nulls last, lower(s.name), s.service_id`.execute(db);
  return rows;
}

/** Which hub, and what it shows. */
export interface PageScope {
  readonly tenantId: string;
  readonly hubId: string;
  readonly shown: readonly string[];
}

/** Rows of `reports` or `maintenances` (alias `e`) that the hub's visitors may see. */
export function visible({ tenantId, hubId, shown }: PageScope): RawBuilder<unknown> {
  return sql`e.tenant_id = ${tenantId} and e.deleted_at is null and e.published_at is not null
    and (e.hub_id = ${hubId} or (e.hub_id is null and e.service_ids && ${[...shown]}::text[]))`;
}

/** What decides in an update of a report that is open, or was after `since`. */
export interface TimelineRow {
  readonly report_id: string;
  readonly seq: number;
  readonly state: ReportState;
  readonly statuses: readonly StoredServiceStatus[];
  readonly starts_at: Date;
}

/** Published updates of all reports that touch the time since then, without their texts. */
export async function listTimeline(db: Db, scope: PageScope, since: Date): Promise<TimelineRow[]> {
  const { rows } = await sql<TimelineRow>`
    select u.report_id, u.seq, u.state, u.statuses, u.starts_at
    from reports e
    join report_updates u on u.tenant_id = e.tenant_id and u.report_id = e.report_id
    where ${visible(scope)} and (e.resolved_at is null or e.resolved_at >= ${since})
      and u.published_at is not null
    order by u.report_id, u.starts_at, u.seq`.execute(db);
  return rows;
}

/** A published window without its texts. */
export interface WindowRow {
  readonly maintenance_id: string;
  readonly statuses: readonly StoredServiceStatus[];
  readonly starts_at: Date;
  readonly ends_at: Date;
}

/** Windows that end after `since`, also those to come. */
export async function listWindows(db: Db, scope: PageScope, since: Date): Promise<WindowRow[]> {
  const { rows } = await sql<WindowRow>`
    select e.maintenance_id, e.statuses, e.starts_at, e.ends_at from maintenances e
    where ${visible(scope)} and e.ends_at > ${since}
    order by e.starts_at, e.maintenance_id`.execute(db);
  return rows;
}

/** UTC months (`2026-11`) in which something visible started, newest first. */
export async function listMonths(db: Db, scope: PageScope, now: Date): Promise<string[]> {
  const month = (column: string) =>
    sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM') as month`;
  const { rows } = await sql<{ month: string }>`
    select ${month('e.started_at')} from reports e
    where ${visible(scope)}
    union
    select ${month('e.starts_at')} from maintenances e
    where ${visible(scope)} and e.starts_at <= ${now}
    order by month desc`.execute(db);
  return rows.map((row) => row.month);
}
