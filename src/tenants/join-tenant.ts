import { newId, newNumericId } from '../kernel/ids.ts';
import type { Db } from '../store/connection.ts';
import type { Role } from '../store/tables.ts';
import { audit } from './audit.ts';
import type { Context } from './caller.ts';
import {
  findMemberByEmail,
  insertMember,
  type MemberRow,
  updateMemberRow,
} from './people-queries.ts';

/** A person, as they become a member. */
export interface Joiner {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
}

/**
 * Makes a person a member, in the caller's transaction; somebody of that address who could not sign
 * in until now is the same member from then on, with the invitation's role, and stays an owner.
 * Returns the member.
 */
export async function joinTenant(
  tx: Db,
  context: Context,
  wanted: { readonly tenantId: string; readonly joiner: Joiner; readonly role: Role },
): Promise<MemberRow> {
  const { tenantId, joiner } = wanted;
  const known = await findMemberByEmail(tx, tenantId, joiner.email);
  if (known && known.user_id !== null) return known;
  const role = known?.role === 'owner' ? 'owner' : wanted.role;
  const row = known
    ? { ...known, role, user_id: joiner.userId }
    : {
        tenant_id: tenantId,
        member_id: newId('usr'),
        person_id: newNumericId(),
        name: joiner.name,
        email: joiner.email,
        role,
        created_at: new Date(context.clock()),
        user_id: joiner.userId,
      };
  if (known) await updateMemberRow(tx, tenantId, row.member_id, { role, user_id: joiner.userId });
  else await insertMember(tx, tenantId, row);
  const { member_id: id, person_id, name, email } = row;
  const actor = { type: 'person', id, person_id, name, email } as const;
  const inside = { ...context, caller: { ...context.caller, tenantId, actor } };
  const before = known && { role: known.role };
  await audit(tx, inside, {
    action: 'member.joined',
    targetId: id,
    before,
    after: { name, email, role },
  });
  return row;
}
