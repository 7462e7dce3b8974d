import { notFound } from '../kernel/errors.ts';
import { audit } from './audit.ts';
import { requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import { deleteMember, listKeyIdsOfMember } from './people-queries.ts';
import { deleteCredentials } from './queries.ts';
import type { TenantsContext } from './tenants-context.ts';

/** Removes a member, and with them the API keys that act for them. */
export async function removeMember(
  context: TenantsContext,
  input: { readonly id: string },
): Promise<void> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  await changeTenant(context, { route: 'remove-member', input }, async (tx) => {
    await deleteCredentials(tx, tenantId, await listKeyIdsOfMember(tx, tenantId, input.id));
    const row = await deleteMember(tx, tenantId, input.id);
    if (!row) throw notFound('The member');
    const { name, email, role } = row;
    const before = { name, email, role };
    await audit(tx, context, { action: 'member.removed', targetId: row.member_id, before });
  });
}
