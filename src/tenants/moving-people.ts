import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** Where users of an archive wait until it is known who of them is here already. */
export const STAGED_USERS = { schema: 'pg_temp', name: 'arriving_users' };

/** Who a user of the archive is on this hub. */
export interface ArrivedUser {
  readonly id: string;
  /** Nobody had the address: they came with their password. */
  readonly isNew: boolean;
}

/** Makes the place for them, for as long as the transaction lasts. */
export async function stageUsers(tx: Db): Promise<void> {
  await sql`
    create temp table arriving_users (like auth.users including defaults)
    on commit drop`.execute(tx);
}

/**
 * People whose address is known here are who they are here; the others are created. Second factors
 * do not come along: they rest on the other hub's key. Returns who each user of the archive is.
 */
export async function settleUsers(tx: Db): Promise<ReadonlyMap<string, ArrivedUser>> {
  const made = await sql<{ id: string }>`
    insert into auth.users
      (id, name, email, email_verified, image, two_factor_enabled, created_at, updated_at)
    select id, name, email, email_verified, image, false, created_at, updated_at
    from arriving_users on conflict (email) do nothing returning id`.execute(tx);
  const created = new Set(made.rows.map(({ id }) => id));
  const { rows } = await sql<{ archived: string; id: string }>`
    select a.id as archived, u.id
    from arriving_users a join auth.users u on u.email = a.email`.execute(tx);
  return new Map(rows.map(({ archived, id }) => [archived, { id, isNew: created.has(id) }]));
}
