import { type Selectable, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

// Members who are being erased: their row holds what is looked for, until nothing of it is left.

export type MemberErasureRow = Selectable<Tables['member_erasures']>;

/** Begins an erasure; one that is under way begins anew. */
export async function insertMemberErasure(
  tx: Db,
  tenantId: string,
  row: Omit<MemberErasureRow, 'tenant_id' | 'swept_at'>,
): Promise<void> {
  const { requested_at } = row;
  await tx
    .insertInto('member_erasures')
    .values({ ...row, tenant_id: tenantId, swept_at: null })
    .onConflict((on) =>
      on.columns(['tenant_id', 'member_id']).doUpdateSet({ requested_at, swept_at: null }),
    )
    .execute();
}

/** Who a former member was, by the audit entry of their removal; undefined: nobody of that id. */
export async function findRemovedMember(
  db: Db,
  tenantId: string,
  memberId: string,
): Promise<{ readonly name: string; readonly email: string } | undefined> {
  const { rows } = await sql<{ name: string; email: string }>`
    select before ->> 'name' as name, before ->> 'email' as email from audit_entries
    where tenant_id = ${tenantId} and target_id = ${memberId} and action = 'member.removed'
      and before ->> 'email' is not null
    order by audit_id desc limit 1`.execute(db);
  return rows[0];
}

/** Drops what is only theirs: private views, invitations of the address, what was to be told them. */
export async function deleteOwnRows(
  tx: Db,
  tenantId: string,
  { memberId, email }: { readonly memberId: string; readonly email: string },
): Promise<void> {
  await sql`delete from saved_views where tenant_id = ${tenantId} and owner_id = ${memberId}
    and not shared`.execute(tx);
  await sql`with gone as (
      delete from invitations where tenant_id = ${tenantId} and lower(email) = lower(${email})
      returning invitation_id
    ) delete from credential_lookups where tenant_id = ${tenantId}
      and target_id in (select invitation_id from gone)`.execute(tx);
  await sql`delete from notifications where tenant_id = ${tenantId}
    and recipient_id = ${memberId} and status = 'pending'`.execute(tx);
  for (const table of ['reminders', 'notification_budgets']) {
    await sql`delete from ${sql.table(table)} where tenant_id = ${tenantId}
      and recipient_id = ${memberId}`.execute(tx);
  }
}

/** Addresses of the network from which they acted. */
export async function forgetAddresses(tx: Db, tenantId: string, memberId: string): Promise<void> {
  await sql`update audit_entries set ip = null where tenant_id = ${tenantId}
    and coalesce(actor ->> 'id', actor ->> 'type') = ${memberId} and ip is not null`.execute(tx);
}

/** Reset links and the like that wait for a person who has no account any more. */
export async function deleteVerificationsOf(tx: Db, email: string): Promise<void> {
  await sql`delete from auth.verifications
    where (strpos(lower(identifier), lower(${email})) > 0 or strpos(lower(value), lower(${email})) > 0)
      and not exists (select from auth.users where email = lower(${email}))`.execute(tx);
}

/** Erasures under way, oldest first. */
export function listMemberErasures(db: Db): Promise<MemberErasureRow[]> {
  return db.selectFrom('member_erasures').selectAll().orderBy('requested_at').execute();
}

type ErasureKey = Pick<MemberErasureRow, 'tenant_id' | 'member_id'>;

/** Takes the erasure for the transaction; false: it is finished, or another replica has it. */
export async function takeMemberErasure(tx: Db, key: ErasureKey): Promise<boolean> {
  const row = await tx
    .selectFrom('member_erasures')
    .select('member_id')
    .where('tenant_id', '=', key.tenant_id)
    .where('member_id', '=', key.member_id)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row !== undefined;
}

export async function noteSwept(db: Db, key: ErasureKey, at: Date): Promise<void> {
  await db
    .updateTable('member_erasures')
    .set({ swept_at: at })
    .where('tenant_id', '=', key.tenant_id)
    .where('member_id', '=', key.member_id)
    .execute();
}

export async function deleteMemberErasure(db: Db, key: ErasureKey): Promise<void> {
  await db
    .deleteFrom('member_erasures')
    .where('tenant_id', '=', key.tenant_id)
    .where('member_id', '=', key.member_id)
    .execute();
}
