import { notFound } from '../kernel/errors.ts';
import { formatInstant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { audit } from './audit.ts';
import { deleteUserWithoutTenant } from './auth-queries.ts';
import { requireOwner, requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import {
  deleteOwnRows,
  deleteVerificationsOf,
  findRemovedMember,
  insertMemberErasure,
} from './member-erasure-queries.ts';
import type { MemberErasure } from './member-schemas.ts';
import { requireAnotherOwner } from './owners.ts';
import { deleteMember, findMember, listKeyIdsOfMember, type MemberRow } from './people-queries.ts';
import { deleteCredentials, lockTenant } from './queries.ts';
import type { TenantsContext } from './tenants-context.ts';

/**
 * Removes a member as `remove-member.ts` does and begins to take their name and address out of all
 * that the tenant has of them: `erase-members.ts` goes through it in the background and leaves the id
 * under the name "Former member". Also for who was removed before. For admins, and for the person
 * itself; owners are erased by owners or themselves (403); 404; 409 `last_owner`.
 */
export function eraseMember(
  context: TenantsContext,
  input: { readonly id: string },
): Promise<MemberErasure> {
  const { tenantId, actor, session } = context.caller;
  const isSelf = session !== undefined && actor.type === 'person' && actor.id === input.id;
  requireScope(context, isSelf ? 'viewer' : 'admin');
  return changeTenant(context, { route: 'erase-member', input }, async (tx) => {
    await lockTenant(tx, tenantId);
    const member = await findMember(tx, tenantId, input.id);
    if (member?.role === 'owner') {
      if (!isSelf) requireOwner(context);
      await requireAnotherOwner(tx, tenantId, member);
    }
    const who = member ?? (await findRemovedMember(tx, tenantId, input.id));
    if (!who) throw notFound('The member');
    if (member) await removeRow(tx, tenantId, member);
    await deleteOwnRows(tx, tenantId, { memberId: input.id, email: who.email });
    await deleteVerificationsOf(tx, who.email);
    const at = context.clock();
    await insertMemberErasure(tx, tenantId, {
      member_id: input.id,
      person_id: member?.person_id ?? null,
      name: who.name,
      email: who.email,
      requested_at: new Date(at),
    });
    await audit(tx, context, { action: 'member.erased', targetId: input.id });
    return { id: input.id, requested_at: formatInstant(at) };
  });
}

async function removeRow(tx: Db, tenantId: string, member: MemberRow): Promise<void> {
  const { member_id: id, user_id: userId } = member;
  await deleteCredentials(tx, tenantId, await listKeyIdsOfMember(tx, tenantId, id));
  if (!(await deleteMember(tx, tenantId, id))) throw notFound('The member');
  if (userId !== null) await deleteUserWithoutTenant(tx, userId);
}
