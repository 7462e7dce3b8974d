import { conflict } from '../kernel/errors.ts';
import { newId, newNumericId } from '../kernel/ids.ts';
import { storable } from '../kernel/text.ts';
import { audit } from './audit.ts';
import { requireOwner, requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import { type CreateMemberBody, type MemberView, showMember } from './member-schemas.ts';
import { insertMember } from './people-queries.ts';
import type { TenantsContext } from './tenants-context.ts';

/**
 * Adds somebody who does not sign in, for API keys and services to name; `create-invitation.ts` lets
 * them sign in. 409 `email_taken` (in any case).
 */
export function createMember(
  context: TenantsContext,
  input: CreateMemberBody,
): Promise<MemberView> {
  requireScope(context, 'admin');
  if (input.role === 'owner') requireOwner(context);
  const { tenantId } = context.caller;
  return changeTenant(context, { route: 'create-member', input }, async (tx) => {
    const row = {
      tenant_id: tenantId,
      member_id: newId('usr'),
      person_id: newNumericId(),
      name: storable(input.name.trim()),
      email: storable(input.email),
      role: input.role,
      created_at: new Date(context.clock()),
      user_id: null,
    };
    if (!(await insertMember(tx, tenantId, row))) {
      throw conflict('email_taken', 'There is a member with this e-mail address already.');
    }
    const { name, email, role } = row;
    const after = { name, email, role };
    await audit(tx, context, { action: 'member.created', targetId: row.member_id, after });
    return showMember(row);
  });
}
