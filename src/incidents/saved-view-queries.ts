import { type Selectable, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

export type SavedViewRow = Selectable<Tables['saved_views']>;

/** The owner's views and those that others share, by name. */
export function listSavedViewRows(
  db: Db,
  tenantId: string,
  ownerId: string,
): Promise<SavedViewRow[]> {
  return db
    .selectFrom('saved_views')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where((eb) => eb.or([eb('owner_id', '=', ownerId), eb('shared', '=', true)]))
    .orderBy(sql`lower(name)`)
    .orderBy('view_id')
    .execute();
}

export function findSavedView(
  db: Db,
  tenantId: string,
  viewId: string,
): Promise<SavedViewRow | undefined> {
  return db
    .selectFrom('saved_views')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('view_id', '=', viewId)
    .executeTakeFirst();
}

/** How many views the owner has, and whether another of them has this name in any case. */
export async function countViews(
  db: Db,
  tenantId: string,
  ownerId: string,
  name: string,
  exceptId: string | null,
): Promise<{ count: number; taken: boolean }> {
  const { rows } = await sql<{ count: number; taken: boolean }>`
    select count(*)::int as count,
      coalesce(bool_or(lower(name) = lower(${name})
        and view_id is distinct from ${exceptId}::text), false) as taken
    from saved_views where tenant_id = ${tenantId} and owner_id = ${ownerId}`.execute(db);
  return rows[0] ?? { count: 0, taken: false };
}

/** A row before it is stored; the filter is an object. */
type NewRow = Omit<SavedViewRow, 'tenant_id'>;

export async function insertSavedView(db: Db, tenantId: string, row: NewRow): Promise<void> {
  const filter = JSON.stringify(row.filter);
  await db
    .insertInto('saved_views')
    .values({ ...row, tenant_id: tenantId, filter })
    .execute();
}

export async function saveSavedView(db: Db, tenantId: string, row: NewRow): Promise<void> {
  const { name, shared, updated_at } = row;
  await db
    .updateTable('saved_views')
    .set({ name, shared, updated_at, filter: JSON.stringify(row.filter) })
    .where('tenant_id', '=', tenantId)
    .where('view_id', '=', row.view_id)
    .execute();
}

export async function deleteSavedViewRow(db: Db, tenantId: string, viewId: string): Promise<void> {
  await db
    .deleteFrom('saved_views')
    .where('tenant_id', '=', tenantId)
    .where('view_id', '=', viewId)
    .execute();
}
