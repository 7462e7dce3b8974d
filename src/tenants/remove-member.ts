import { notFound } from '../kernel/errors.ts';
import { audit } from './audit.ts';
import { deleteUserWithoutTenant } from './auth-queries.ts';
import { requireOwner, requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import { requireAnotherOwner } from './owners.ts';
import { deleteMember, findMember, listKeyIdsOfMember } from './people-queries.ts';
import { deleteCredentials, lockTenant } from './queries.ts';
import type { TenantsContext } from './tenants-context.ts';

/**
 * Removes a member, and with them the API keys that act for them. Who is a member nowhere else can
 * no longer sign in: their account and sessions end. Owners are removed by owners only (403); 409
 * `last_owner`.
 */
export async function removeMember(
  context: TenantsContext,
  input: { readonly id: string },
): Promise<void> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  await changeTenant(context, { route: 'remove-member', input }, async (tx) => {
    await lockTenant(tx, tenantId);
    const row = await findMember(tx, tenantId, input.id);
    if (!row) throw notFound('The member');
    if (row.role === 'owner') {
      requireOwner(context);
      await requireAnotherOwner(tx, tenantId, row);
    }
    await deleteCredentials(tx, tenantId, await listKeyIdsOfMember(tx, tenantId, input.id));
    if (!(await deleteMember(tx, tenantId, input.id))) throw notFound('The member');
    if (row.user_id !== null) await deleteUserWithoutTenant(tx, row.user_id);
    const { name, email, role } = row;
    const before = { name, email, role };
    await audit(tx, context, { action: 'member.removed', targetId: row.member_id, before });
  });
}
