import { notFound } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import { audit } from './audit.ts';
import { requireOwner, requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import { type MemberView, showMember, type UpdateMemberBody } from './member-schemas.ts';
import { requireAnotherOwner } from './owners.ts';
import { findMember, type MemberRow, updateMemberRow } from './people-queries.ts';
import { lockTenant } from './queries.ts';
import type { TenantsContext } from './tenants-context.ts';

/**
 * Changes a member's name or role; it counts from their next request on. Owners are changed by
 * owners only (403); 409 `last_owner`.
 */
export function updateMember(
  context: TenantsContext,
  input: UpdateMemberBody & { readonly id: string },
): Promise<MemberView> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  return changeTenant(context, { route: 'update-member', input }, async (tx) => {
    await lockTenant(tx, tenantId);
    const row = await findMember(tx, tenantId, input.id);
    if (!row) throw notFound('The member');
    const { name, role } = row;
    const next = {
      name: input.name === undefined ? name : storable(input.name.trim()),
      role: input.role ?? role,
    };
    await requireRight(tx, context, row, next.role);
    if (next.name !== name || next.role !== role) {
      await updateMemberRow(tx, tenantId, row.member_id, next);
      const changed = { targetId: row.member_id, before: { name, role }, after: next };
      await audit(tx, context, { action: 'member.updated', ...changed });
    }
    return showMember({ ...row, ...next });
  });
}

async function requireRight(
  tx: Db,
  context: TenantsContext,
  row: MemberRow,
  wanted: MemberRow['role'],
): Promise<void> {
  if (row.role !== 'owner' && wanted !== 'owner') return;
  requireOwner(context);
  if (wanted !== 'owner') await requireAnotherOwner(tx, row.tenant_id, row);
}
