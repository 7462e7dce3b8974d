import { findUserByEmail } from './auth-queries.ts';
import type { Context } from './caller.ts';
import { findInvitationByToken } from './find-invitation.ts';
import {
  type InvitationPreview,
  type InvitationTokenBody,
  inviterOf,
} from './invitation-schemas.ts';
import { findTenant } from './queries.ts';
import { readVerb } from './reading.ts';

/** What an invitation is about, for who has its token. 404 `invitation_not_valid`. */
export function previewInvitation(
  context: Context,
  input: InvitationTokenBody,
): Promise<InvitationPreview> {
  return readVerb(context, async (db) => {
    const { row } = await findInvitationByToken(db, input.token, context.clock());
    const tenant = await findTenant(db, row.tenant_id);
    const user = await findUserByEmail(db, row.email);
    return {
      email: row.email,
      role: row.role,
      tenant_name: tenant?.name ?? '',
      invited_by: inviterOf(row),
      has_account: user !== undefined,
    };
  });
}
