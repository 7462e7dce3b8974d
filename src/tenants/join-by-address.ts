import { transact } from '../store/transaction.ts';
import type { SignedIn } from './auth.ts';
import {
  deleteInvitation,
  listInvitationsOfAddress,
  listMembersOfAddress,
} from './invitation-queries.ts';
import { joinTenant } from './join-tenant.ts';
import { deleteCredentials } from './queries.ts';
import type { TenantsContext } from './tenants-context.ts';

/**
 * Somebody whose address the OpenID provider vouches for becomes a member wherever that address is
 * invited, or is a member who could not sign in until now.
 */
export async function joinByAddress(context: TenantsContext, person: SignedIn): Promise<void> {
  if (!person.emailVerified) return;
  const joined = await transact(context.store, async (tx) => {
    const now = new Date(context.clock());
    const invitations = await listInvitationsOfAddress(tx, person.email, now);
    const members = await listMembersOfAddress(tx, person.email);
    for (const { tenant_id, invitation_id } of invitations) {
      await deleteCredentials(tx, tenant_id, [invitation_id]);
      await deleteInvitation(tx, tenant_id, invitation_id);
    }
    // Invitations first: their role is the newer word.
    const places = [...invitations, ...members];
    for (const { tenant_id: tenantId, role } of places) {
      await joinTenant(tx, context, { tenantId, joiner: person, role });
    }
    return places;
  });
  for (const { tenant_id } of joined) context.directory.forget(tenant_id);
}
