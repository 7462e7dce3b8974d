import { sql } from 'kysely';
import { fromRow } from '../store/columns.ts';
import type { Db } from '../store/connection.ts';
import type { StoredActor } from '../store/tables.ts';
import { LISTED_COLUMNS } from './list-queries.ts';
import type { LiveEvent } from './live-schemas.ts';
import type { ListedIncident } from './snapshot.ts';

/** An incident or alert of a tenant. */
export interface LiveSubject {
  readonly tenantId: string;
  readonly subjectId: string;
}

/** What is to be logged. */
export interface NewLiveEvent extends LiveSubject {
  readonly kind: 'incident' | 'alert';
  /** Of an incident its `seq`; 0 for alerts. */
  readonly version: number;
  /** JSON text as viewers get it. */
  readonly data: string;
}

/** Where the log of a tenant stands, as of the watching that asks. */
export interface LiveLog {
  readonly position: number;
  /** Positions before this one have missed something. */
  readonly heardFrom: number;
  /** How long it has been watched without a pause (ms). */
  readonly heardFor: number;
}

/** Those of the tenants that somebody watches, or watched less than an hour ago. */
export async function listWatchedTenants(
  db: Db,
  tenantIds: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select t.id from unnest(${tenantIds}::text[]) as t(id)
    where exists (select from live_tenants l
      where l.tenant_id = t.id and l.heard_until > now())`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Has the tenant's events logged for an hour from now. Where nobody watched, a position is left
 * out, so that everything older is known to have missed something.
 */
export async function watchTenant(db: Db, tenantId: string): Promise<LiveLog> {
  const { rows } = await sql<LiveLog>`
    insert into live_tenants as l (tenant_id, heard_since, heard_until)
    values (${tenantId}, now(), now() + interval '1 hour')
    on conflict (tenant_id) do update set
      position = l.position + (l.heard_until <= now())::int,
      heard_from = case when l.heard_until > now() then l.heard_from else l.position + 1 end,
      heard_since = case when l.heard_until > now() then l.heard_since else now() end,
      heard_until = excluded.heard_until
    returning l.position, l.heard_from as "heardFrom",
      (extract(epoch from now() - l.heard_since) * 1000)::float8 as "heardFor"`.execute(db);
  const [log] = rows;
  if (!log) throw new Error(`The live log of ${tenantId} was not opened.`);
  return log;
}

/** The last position of each of the tenants. */
export async function listPositions(
  db: Db,
  tenantIds: readonly string[],
): Promise<readonly { tenantId: string; position: number }[]> {
  return db
    .selectFrom('live_tenants')
    .select(['tenant_id as tenantId', 'position'])
    .where('tenant_id', 'in', tenantIds)
    .execute();
}

/** The events after a position, in their order. */
export function listLiveEvents(
  db: Db,
  tenantId: string,
  after: number,
  limit: number,
): Promise<LiveEvent[]> {
  return db
    .selectFrom('live_events')
    .select(['position', 'kind', 'data'])
    .where('tenant_id', '=', tenantId)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute();
}

/** An incident as it is now, and the last version of it that was logged; null: none was. */
export interface UnloggedIncident {
  readonly state: ListedIncident;
  readonly logged: number | null;
}

/** The incidents; those are left out that the log already has as they are now. */
export async function listUnloggedIncidents(
  tx: Db,
  subjects: readonly LiveSubject[],
): Promise<UnloggedIncident[]> {
  const columns = sql.join(LISTED_COLUMNS.map(([name]) => sql.ref(`i.${name}`)));
  const { rows } = await sql<{ logged: number | null }>`
    select ${columns}, l.logged
    from unnest(
      ${subjects.map(({ tenantId }) => tenantId)}::text[],
      ${subjects.map(({ subjectId }) => subjectId)}::text[]
    ) with ordinality as s(tenant_id, incident_id, place)
    join incidents i on i.tenant_id = s.tenant_id and i.incident_id = s.incident_id
    cross join lateral (
      select max(l.version) as logged from live_events l
      where l.tenant_id = s.tenant_id and l.subject_id = s.incident_id and l.kind = 'incident'
    ) l
    where l.logged is null or l.logged < i.seq
    order by s.place`.execute(tx);
  return rows.map((row) => ({
    state: fromRow<ListedIncident>(LISTED_COLUMNS, row),
    logged: row.logged,
  }));
}

/** An entry of an incident's timeline. */
export interface LiveEntry extends LiveSubject {
  readonly seq: number;
  readonly at: Date;
  readonly kind: string;
  readonly actor: StoredActor;
}

/** The last entries of each incident after a number, `limit` at most, oldest first. */
export async function listLastEntries(
  tx: Db,
  incidents: readonly (LiveSubject & { readonly after: number })[],
  limit: number,
): Promise<LiveEntry[]> {
  const { rows } = await sql<LiveEntry>`
    select s.tenant_id as "tenantId", s.incident_id as "subjectId", e.seq, e.at, e.kind, e.actor
    from unnest(
      ${incidents.map(({ tenantId }) => tenantId)}::text[],
      ${incidents.map(({ subjectId }) => subjectId)}::text[],
      ${incidents.map(({ after }) => after)}::int4[]
    ) as s(tenant_id, incident_id, after)
    cross join lateral (
      select t.seq, t.at, t.kind, t.actor from timeline_entries t
      where t.tenant_id = s.tenant_id and t.incident_id = s.incident_id and t.seq > s.after
      order by t.seq desc limit ${limit}
    ) e
    order by e.seq`.execute(tx);
  return rows;
}

/** The names of services of several tenants, by `tenant service`. */
export async function readNamesOfServices(
  tx: Db,
  services: readonly LiveSubject[],
): Promise<ReadonlyMap<string, string>> {
  if (services.length === 0) return new Map();
  const { rows } = await sql<{ key: string; name: string }>`
    select s.tenant_id || ' ' || s.service_id as key, s.name
    from unnest(
      ${services.map(({ tenantId }) => tenantId)}::text[],
      ${services.map(({ subjectId }) => subjectId)}::text[]
    ) as u(tenant_id, service_id)
    join services s on s.tenant_id = u.tenant_id and s.service_id = u.service_id`.execute(tx);
  return new Map(rows.map(({ key, name }) => [key, name]));
}

/**
 * Appends to the logs, each tenant's in the order given. Called by one dispatcher at a time, so
 * positions become visible in their order.
 */
export async function insertLiveEvents(tx: Db, events: readonly NewLiveEvent[]): Promise<void> {
  if (events.length === 0) return;
  await sql`
    with fresh as (
      select e.*, row_number() over (partition by e.tenant_id order by e.place) as number
      from unnest(
        ${events.map(({ tenantId }) => tenantId)}::text[],
        ${events.map(({ kind }) => kind)}::text[],
        ${events.map(({ subjectId }) => subjectId)}::text[],
        ${events.map(({ version }) => version)}::int4[],
        ${events.map(({ data }) => data)}::text[]
      ) with ordinality as e(tenant_id, kind, subject_id, version, data, place)
    ), counted as (
      select tenant_id, count(*) as added from fresh group by tenant_id
    ), moved as (
      update live_tenants l set position = l.position + c.added from counted c
      where l.tenant_id = c.tenant_id returning l.tenant_id, l.position - c.added as base
    )
    insert into live_events (tenant_id, position, kind, subject_id, version, data, created_at)
    select f.tenant_id, m.base + f.number, f.kind, f.subject_id, f.version, f.data, now()
    from fresh f join moved m on m.tenant_id = f.tenant_id`.execute(tx);
}

/** Tenants whose log holds something. */
export async function listLoggedTenants(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select l.tenant_id as id from live_tenants l
    where exists (select from live_events e where e.tenant_id = l.tenant_id)`.execute(db);
  return rows.map(({ id }) => id);
}

/** Deletes of the tenant's oldest events those that are past an hour; returns how many. */
export async function deleteOldLiveEvents(db: Db, tenantId: string, limit: number) {
  const { rows } = await sql<{ count: number }>`
    with oldest as (
      select position, created_at from live_events
      where tenant_id = ${tenantId} order by position limit ${limit}
    ), gone as (
      delete from live_events where tenant_id = ${tenantId} and position in (
        select position from oldest where created_at < now() - interval '1 hour'
      ) returning 1
    )
    select count(*)::int as count from gone`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Deletes what is more than `keep` positions behind the tenant's last one. */
export async function deleteExcessLiveEvents(db: Db, tenantId: string, keep: number) {
  await sql`
    delete from live_events where tenant_id = ${tenantId} and position <= (
      select position - ${keep} from live_tenants where tenant_id = ${tenantId}
    )`.execute(db);
}
