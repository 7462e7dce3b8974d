import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

export type MemberRow = Selectable<Tables['members']>;
export type ApiKeyRow = Selectable<Tables['api_keys']>;

/** False when the tenant has a member with this e-mail address (in any case). */
export async function insertMember(
  db: Db,
  tenantId: string,
  row: Omit<Insertable<Tables['members']>, 'tenant_id'>,
): Promise<boolean> {
  const done = await db
    .insertInto('members')
    .values({ ...row, tenant_id: tenantId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n;
}

export function findMember(
  db: Db,
  tenantId: string,
  memberId: string,
): Promise<MemberRow | undefined> {
  return db
    .selectFrom('members')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('member_id', '=', memberId)
    .executeTakeFirst();
}

export function findMemberByEmail(
  db: Db,
  tenantId: string,
  email: string,
): Promise<MemberRow | undefined> {
  return db
    .selectFrom('members')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where(sql<string>`lower(email)`, '=', email.toLowerCase())
    .executeTakeFirst();
}

export async function updateMemberRow(
  db: Db,
  tenantId: string,
  memberId: string,
  values: Partial<Pick<MemberRow, 'name' | 'role' | 'user_id'>>,
): Promise<void> {
  await db
    .updateTable('members')
    .set(values)
    .where('tenant_id', '=', tenantId)
    .where('member_id', '=', memberId)
    .execute();
}

/** The tenant's owners other than the member. */
export function listOtherOwners(db: Db, tenantId: string, memberId: string) {
  return db
    .selectFrom('members')
    .select(['member_id', 'user_id'])
    .where('tenant_id', '=', tenantId)
    .where('role', '=', 'owner')
    .where('member_id', '!=', memberId)
    .execute();
}

/** Oldest first; `after` is a member id, exclusive. */
export function listMemberRows(db: Db, tenantId: string, after: string, limit: number) {
  return db
    .selectFrom('members')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('member_id', '>', after)
    .orderBy('member_id')
    .limit(limit)
    .execute();
}

/** The member as it was; its API keys go with it. */
export function deleteMember(
  db: Db,
  tenantId: string,
  memberId: string,
): Promise<MemberRow | undefined> {
  return db
    .deleteFrom('members')
    .where('tenant_id', '=', tenantId)
    .where('member_id', '=', memberId)
    .returningAll()
    .executeTakeFirst();
}

export async function insertApiKey(
  db: Db,
  tenantId: string,
  row: Omit<Insertable<Tables['api_keys']>, 'tenant_id'>,
): Promise<void> {
  await db
    .insertInto('api_keys')
    .values({ ...row, tenant_id: tenantId })
    .execute();
}

/** Oldest first; `after` is a key id, exclusive. */
export function listApiKeyRows(db: Db, tenantId: string, after: string, limit: number) {
  return db
    .selectFrom('api_keys')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('key_id', '>', after)
    .orderBy('key_id')
    .limit(limit)
    .execute();
}

export async function listKeyIdsOfMember(
  db: Db,
  tenantId: string,
  memberId: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('api_keys')
    .select('key_id')
    .where('tenant_id', '=', tenantId)
    .where('member_id', '=', memberId)
    .execute();
  return rows.map((row) => row.key_id);
}

/** The key as it was. */
export function deleteApiKey(
  db: Db,
  tenantId: string,
  keyId: string,
): Promise<ApiKeyRow | undefined> {
  return db
    .deleteFrom('api_keys')
    .where('tenant_id', '=', tenantId)
    .where('key_id', '=', keyId)
    .returningAll()
    .executeTakeFirst();
}

/** Notes a use at `at`, unless a use after `notSince` is noted already (by another replica). */
export async function touchApiKey(
  db: Db,
  tenantId: string,
  keyId: string,
  at: Date,
  notSince: Date,
): Promise<void> {
  await db
    .updateTable('api_keys')
    .set({ last_used_at: at })
    .where('tenant_id', '=', tenantId)
    .where('key_id', '=', keyId)
    .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<=', notSince)]))
    .execute();
}
