import { notFound } from '../kernel/errors.ts';
import { audit } from './audit.ts';
import { requireOwner, requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import { deleteInvitation } from './invitation-queries.ts';
import { deleteCredentials } from './queries.ts';
import type { TenantsContext } from './tenants-context.ts';

/** Withdraws an invitation; its links stop working. Those of owners are withdrawn by owners (403). */
export async function revokeInvitation(
  context: TenantsContext,
  input: { readonly id: string },
): Promise<void> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  await changeTenant(context, { route: 'revoke-invitation', input }, async (tx) => {
    const row = await deleteInvitation(tx, tenantId, input.id);
    if (!row) throw notFound('The invitation');
    if (row.role === 'owner') requireOwner(context);
    await deleteCredentials(tx, tenantId, [row.invitation_id]);
    const { email, role } = row;
    const before = { email, role };
    await audit(tx, context, { action: 'invitation.revoked', targetId: row.invitation_id, before });
  });
}
