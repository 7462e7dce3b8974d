import { type Selectable, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

// Tenants that are being erased, and what is kept of those that were: the slug, when, how much.

export type ErasedTenantRow = Selectable<Tables['erased_tenants']>;

/** From then on nobody finds the tenant. */
export async function markErasing(tx: Db, tenantId: string, slug: string, now: Date) {
  await tx
    .updateTable('tenants')
    .set({ erasing_since: now })
    .where('tenant_id', '=', tenantId)
    .execute();
  return tx
    .insertInto('erased_tenants')
    .values({ slug, requested_at: now, finished_at: null })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The people who can sign in to the tenant. */
export async function listUserIds(db: Db, tenantId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('members')
    .select('user_id')
    .where('tenant_id', '=', tenantId)
    .where('user_id', 'is not', null)
    .orderBy('user_id')
    .execute();
  return rows.flatMap(({ user_id }) => user_id ?? []);
}

/** Ends the accounts, sessions included, of those who are a member nowhere any more. */
export async function deleteUsersWithoutTenant(tx: Db, userIds: readonly string[]): Promise<void> {
  await sql`
    delete from auth.users u where u.id = any(${[...userIds]}::text[])
      and not exists (select from members m where m.user_id = u.id)`.execute(tx);
}

/** Erasures that are not finished, oldest first. */
export function listErasures(db: Db): Promise<ErasedTenantRow[]> {
  return db
    .selectFrom('erased_tenants')
    .selectAll()
    .where('finished_at', 'is', null)
    .orderBy('requested_at')
    .execute();
}

/** Takes the erasure for the transaction; undefined: it is finished, or another replica has it. */
export function takeErasure(
  tx: Db,
  { slug, requested_at }: ErasedTenantRow,
): Promise<ErasedTenantRow | undefined> {
  return tx
    .selectFrom('erased_tenants')
    .selectAll()
    .where('slug', '=', slug)
    .where('requested_at', '=', requested_at)
    .where('finished_at', 'is', null)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** Notes how many rows went, and when the last of them did. */
export async function noteErasure(
  tx: Db,
  { slug, requested_at }: ErasedTenantRow,
  deleted: number,
  finishedAt: Date | null,
): Promise<void> {
  await tx
    .updateTable('erased_tenants')
    .set({ deleted_rows: sql`deleted_rows + ${deleted}`, finished_at: finishedAt })
    .where('slug', '=', slug)
    .where('requested_at', '=', requested_at)
    .execute();
}

/** Newest first; `before` is when one was asked for, exclusive. */
export function listErasedTenantRows(
  db: Db,
  before: Date | null,
  limit: number,
): Promise<ErasedTenantRow[]> {
  return db
    .selectFrom('erased_tenants')
    .selectAll()
    .$if(before !== null, (query) => query.where('requested_at', '<', before ?? new Date(0)))
    .orderBy('requested_at', 'desc')
    .orderBy('slug')
    .limit(limit)
    .execute();
}
