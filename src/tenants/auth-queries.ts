import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

// People and their sessions. They belong to the hub, not to a tenant (decision 0014), so that
// these queries cannot take one first.

export type UserRow = Selectable<Tables['auth.users']>;
export type SessionRow = Selectable<Tables['auth.sessions']>;

export function findUserByEmail(db: Db, email: string): Promise<UserRow | undefined> {
  return db
    .selectFrom('auth.users')
    .select(USER)
    .where('email', '=', email.toLowerCase())
    .executeTakeFirst();
}

const USER = [
  'id',
  'name',
  'email',
  'email_verified',
  'two_factor_enabled',
  'created_at',
  'updated_at',
] as const;

/** A person with a password. False when the address is taken. */
export async function insertUser(
  db: Db,
  user: Insertable<Tables['auth.users']>,
  password: string,
): Promise<boolean> {
  const done = await db
    .insertInto('auth.users')
    .values(user)
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst();
  if (done.numInsertedOrUpdatedRows !== 1n) return false;
  const { id, created_at, updated_at } = user;
  const account = { id, user_id: id, account_id: id, provider_id: 'credential', password };
  await db
    .insertInto('auth.accounts')
    .values({ ...account, created_at, updated_at })
    .execute();
  return true;
}

/** Whether the person can sign in with a password, and not only by the OpenID provider. */
export async function hasPassword(db: Db, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('auth.accounts')
    .select('id')
    .where('user_id', '=', userId)
    .where('provider_id', '=', 'credential')
    .executeTakeFirst();
  return row !== undefined;
}

export async function renameUser(db: Db, userId: string, name: string, now: Date): Promise<void> {
  await db
    .updateTable('auth.users')
    .set({ name, updated_at: now })
    .where('id', '=', userId)
    .execute();
}

export async function markEmailVerified(db: Db, userId: string): Promise<void> {
  await db
    .updateTable('auth.users')
    .set({ email_verified: true })
    .where('id', '=', userId)
    .where('email_verified', '=', false)
    .execute();
}

/** Ends the person's account, sessions included, unless they are a member somewhere. */
export async function deleteUserWithoutTenant(db: Db, userId: string): Promise<void> {
  await db
    .deleteFrom('auth.users as u')
    .where('u.id', '=', userId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(selectFrom('members as m').select('m.user_id').whereRef('m.user_id', '=', 'u.id')),
      ),
    )
    .execute();
}

/** The person's sessions that have not ended, newest first. */
export function listSessionRows(db: Db, userId: string, now: Date): Promise<SessionRow[]> {
  return db
    .selectFrom('auth.sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(200)
    .execute();
}

/** Ends one session of the person, or all but `except`. Returns how many there were. */
export async function deleteSessions(
  db: Db,
  userId: string,
  which: { readonly id: string } | { readonly except: string },
): Promise<number> {
  const ofUser = db.deleteFrom('auth.sessions').where('user_id', '=', userId);
  const done = await ('id' in which
    ? ofUser.where('id', '=', which.id)
    : ofUser.where('id', '!=', which.except)
  ).executeTakeFirst();
  return Number(done.numDeletedRows);
}

/** A membership of a person, with its tenant. */
export function listMemberships(db: Db, userId: string) {
  return db
    .selectFrom('members as m')
    .innerJoin('tenants as t', 't.tenant_id', 'm.tenant_id')
    .select(['m.tenant_id', 'm.member_id', 'm.person_id', 'm.name', 'm.email', 'm.role'])
    .select(['t.slug', 't.name as tenant_name'])
    .where('m.user_id', '=', userId)
    .where('t.erasing_since', 'is', null)
    .orderBy('m.created_at')
    .orderBy('m.tenant_id')
    .execute();
}

/** Whether somebody is a member or invited: by their account, or by their address. */
export async function isExpected(
  db: Db,
  who: { readonly userId: string | undefined; readonly email: string | null },
  now: Date,
): Promise<boolean> {
  const { rows } = await sql<{ expected: boolean }>`
    select exists (select from members where user_id = ${who.userId ?? null})
      or exists (select from members where user_id is null and lower(email) = ${who.email})
      or exists (select from invitations where lower(email) = ${who.email} and expires_at > ${now})
      as expected`.execute(db);
  return rows[0]?.expected ?? false;
}

/** Counts an attempt in the window that began after `since`, and says which it is. */
export async function countAttempt(
  db: Db,
  account: Buffer,
  now: Date,
  since: Date,
): Promise<{ attempts: number; since: Date }> {
  return db
    .insertInto('sign_in_attempts')
    .values({ account, attempts: 1, since: now })
    .onConflict((conflict) =>
      conflict.column('account').doUpdateSet({
        attempts: sql<number>`case when sign_in_attempts.since > ${since}
          then sign_in_attempts.attempts + 1 else 1 end`,
        since: sql<Date>`case when sign_in_attempts.since > ${since}
          then sign_in_attempts.since else ${now} end`,
      }),
    )
    .returning(['attempts', 'since'])
    .executeTakeFirstOrThrow();
}

export async function forgetAttempts(db: Db, account: Buffer): Promise<void> {
  await db.deleteFrom('sign_in_attempts').where('account', '=', account).execute();
}

/** Attempts whose window ended before `before`. */
export async function deleteOldAttempts(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('sign_in_attempts').where('since', '<', before).execute();
}

/** Sessions and whatever waits for a short while, once it has ended. */
export async function deleteEnded(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('auth.sessions').where('expires_at', '<', now).execute();
  await db.deleteFrom('auth.verifications').where('expires_at', '<', now).execute();
  await db.deleteFrom('setup_links').where('expires_at', '<', now).execute();
}
