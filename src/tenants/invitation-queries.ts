import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

export type InvitationRow = Selectable<Tables['invitations']>;

export async function insertInvitation(
  db: Db,
  tenantId: string,
  row: Omit<Insertable<Tables['invitations']>, 'tenant_id'>,
): Promise<void> {
  await db
    .insertInto('invitations')
    .values({ ...row, tenant_id: tenantId })
    .execute();
}

export function findInvitation(
  db: Db,
  tenantId: string,
  invitationId: string,
): Promise<InvitationRow | undefined> {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('invitation_id', '=', invitationId)
    .executeTakeFirst();
}

/** Newest first; `before` is an invitation id, exclusive. */
export function listInvitationRows(
  db: Db,
  tenantId: string,
  before: string | null,
  limit: number,
): Promise<InvitationRow[]> {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .$if(before !== null, (query) => query.where('invitation_id', '<', before ?? ''))
    .orderBy('invitation_id', 'desc')
    .limit(limit)
    .execute();
}

/** The invitation as it was; of two at the same time only one gets it. */
export function deleteInvitation(
  db: Db,
  tenantId: string,
  invitationId: string,
): Promise<InvitationRow | undefined> {
  return db
    .deleteFrom('invitations')
    .where('tenant_id', '=', tenantId)
    .where('invitation_id', '=', invitationId)
    .returningAll()
    .executeTakeFirst();
}

/** The pending or expired invitation of this address, if any. */
export function findInvitationByEmail(
  db: Db,
  tenantId: string,
  email: string,
): Promise<InvitationRow | undefined> {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where(sql<string>`lower(email)`, '=', email.toLowerCase())
    .executeTakeFirst();
}

/** Invitations of an address in all tenants that have not expired: asked when it has been proved. */
export function listInvitationsOfAddress(
  db: Db,
  email: string,
  now: Date,
): Promise<InvitationRow[]> {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where(sql<string>`lower(email)`, '=', email.toLowerCase())
    .where('expires_at', '>', now)
    .orderBy('tenant_id')
    .execute();
}

/** Tenants where somebody of this address is a member who cannot sign in yet. */
export function listMembersOfAddress(db: Db, email: string) {
  return db
    .selectFrom('members')
    .select(['tenant_id', 'role'])
    .where(sql<string>`lower(email)`, '=', email.toLowerCase())
    .where('user_id', 'is', null)
    .orderBy('tenant_id')
    .execute();
}
