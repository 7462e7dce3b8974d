import { sql } from 'kysely';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';

// Snapshots of all tenants: whoever renders or shows them works for the whole installation.

/** A hub, by its whole key. */
export interface HubKey {
  readonly tenant_id: string;
  readonly hub_id: string;
}

/** Which hubs are taken. */
export interface Claim {
  readonly now: Instant;
  /** Those rendered before are out of date in any case. */
  readonly since: Instant;
  /** Nobody else takes them before. */
  readonly until: Instant;
  readonly limit: number;
}

/**
 * Takes hubs whose snapshot is out of date, for so long that nobody else renders them meanwhile:
 * changed since, or due by the clock. `skip locked`: replicas share them.
 */
export async function claimHubs(
  db: Db,
  { now, since, until, limit }: Claim,
): Promise<readonly HubKey[]> {
  const at = new Date(now);
  const { rows } = await sql<HubKey>`
    update hubs set rendering_until = ${new Date(until)}
    where (tenant_id, hub_id) in (
      select h.tenant_id, h.hub_id from hubs h join tenants t on t.tenant_id = h.tenant_id
      where (h.rendered_change is distinct from h.changed_at
          or h.rendered_services is distinct from t.services_changed_at
          or h.render_due_at <= ${at} or h.rendered_at < ${new Date(since)})
        and (h.rendering_until is null or h.rendering_until <= ${at})
        and t.erasing_since is null
      order by h.rendered_at nulls first
      limit ${limit} for update of h skip locked)
    returning tenant_id, hub_id`.execute(db);
  return rows;
}

/** What a snapshot is made of beside the page; read with it, in one view of the database. */
export interface HubVersionRow {
  readonly version: number;
  readonly password: string | null;
  /** As texts: a Date would lose microseconds, and be another instant when it is written back. */
  readonly changed_at: string;
  readonly services_changed_at: string;
  readonly domains: readonly string[];
}

export async function findHubVersion(
  db: Db,
  tenantId: string,
  hubId: string,
): Promise<HubVersionRow | undefined> {
  const { rows } = await sql<HubVersionRow>`
    select h.version, h.password, h.changed_at::text, t.services_changed_at::text,
      array(select a.address from hub_addresses a where a.tenant_id = h.tenant_id
        and a.hub_id = h.hub_id and a.kind = 'domain' order by a.address) as domains
    from hubs h join tenants t on t.tenant_id = h.tenant_id
    where h.tenant_id = ${tenantId} and h.hub_id = ${hubId}`.execute(db);
  return rows[0];
}

/** A snapshot as it is stored. */
export interface SnapshotRow {
  readonly seen: HubVersionRow;
  readonly renderedAt: Instant;
  readonly dueAt: Instant;
  readonly bundle: Buffer;
}

/** Stores the version after the one seen; false: somebody else was faster, or the hub is gone. */
export async function storeSnapshot(
  tx: Db,
  tenantId: string,
  hubId: string,
  { seen, renderedAt, dueAt, bundle }: SnapshotRow,
): Promise<boolean> {
  const version = seen.version + 1;
  const rendered_at = new Date(renderedAt);
  const result = await tx
    .updateTable('hubs')
    .set({
      version,
      rendered_at,
      render_due_at: new Date(dueAt),
      rendered_change: sql`${seen.changed_at}::timestamptz`,
      rendered_services: sql`${seen.services_changed_at}::timestamptz`,
      rendering_until: null,
    })
    .where('tenant_id', '=', tenantId)
    .where('hub_id', '=', hubId)
    .where('version', '=', seen.version)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  const row = { version, rendered_at, bundle };
  await tx
    .insertInto('hub_snapshots')
    .values({ tenant_id: tenantId, hub_id: hubId, ...row })
    .onConflict((on) => on.columns(['tenant_id', 'hub_id']).doUpdateSet(row))
    .execute();
  return true;
}

/** Which snapshot each hub has; 0: none yet. */
export function listSnapshotVersions(
  db: Db,
): Promise<readonly (HubKey & { readonly version: number })[]> {
  return db.selectFrom('hubs').select(['tenant_id', 'hub_id', 'version']).execute();
}

/** The stored bundle of a hub. */
export async function findBundle(
  db: Db,
  tenantId: string,
  hubId: string,
): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('hub_snapshots')
    .select('bundle')
    .where('tenant_id', '=', tenantId)
    .where('hub_id', '=', hubId)
    .executeTakeFirst();
  return row?.bundle;
}
