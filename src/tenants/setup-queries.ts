import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

// Links that make the first owner: they come before any tenant has people.

/** Whether an owner who can sign in exists, in whichever tenant. */
export async function hasOwner(db: Db): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from members where role = 'owner' and user_id is not null) as found
  `.execute(db);
  return rows[0]?.found ?? false;
}

export async function insertSetupLink(db: Db, hash: Buffer, expiresAt: Date): Promise<void> {
  await db.insertInto('setup_links').values({ hash, expires_at: expiresAt }).execute();
}

export async function isSetupLink(db: Db, hash: Buffer, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('setup_links')
    .select('hash')
    .where('hash', '=', hash)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteSetupLinks(db: Db): Promise<void> {
  await db.deleteFrom('setup_links').execute();
}
