import { conflict, invalid } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import type { SignedIn } from './auth.ts';
import { findUserByEmail, markEmailVerified } from './auth-queries.ts';
import { createUser } from './create-user.ts';
import {
  type FoundInvitation,
  findInvitationByToken,
  invitationNotValid,
} from './find-invitation.ts';
import { deleteInvitation } from './invitation-queries.ts';
import type { AcceptInvitationBody } from './invitation-schemas.ts';
import { type Joiner, joinTenant } from './join-tenant.ts';
import { requireUsablePassword } from './password-rules.ts';
import type { PeopleContext } from './people-context.ts';
import { deleteCredentials, findTenant } from './queries.ts';
import { readVerb } from './reading.ts';
import type { Joined } from './setup-schemas.ts';

/**
 * Accepts an invitation. Who has no account makes one, with name and password (422 without them);
 * who has one must be signed in with it (409 `sign_in_required`): the link alone must not open an
 * account that exists. 404 `invitation_not_valid`.
 */
export async function acceptInvitation(
  context: PeopleContext,
  input: AcceptInvitationBody,
  signedIn: SignedIn | undefined,
): Promise<Omit<Joined, 'signed_in'> & { readonly isNew: boolean }> {
  const { found, account } = await readVerb(context, async (db) => {
    const invitation = await findInvitationByToken(db, input.token, context.clock());
    return { found: invitation, account: await findUserByEmail(db, invitation.row.email) };
  });
  const { email } = found.row;
  if (account && account.id !== signedIn?.userId) throw signInRequired(email);
  const known = account && { userId: account.id, email: account.email, name: account.name };
  const make = known ? async () => known : await newAccount(context, found, input);
  const joined = await transact(context.store, (tx) => join(tx, context, found, make));
  context.directory.forget(joined.tenant.id);
  return { ...joined, isNew: known === undefined };
}

/** The password is hashed before the transaction that stores it: hashing takes long. */
async function newAccount(
  context: PeopleContext,
  { row, byMail }: FoundInvitation,
  { name, password }: AcceptInvitationBody,
): Promise<(tx: Db) => Promise<Joiner>> {
  if (name === undefined) throw missing('/name');
  if (password === undefined) throw missing('/password');
  requireUsablePassword(password, row.email);
  const passwordHash = await context.auth.hashPassword(password);
  const { email } = row;
  return (tx) => createUser(tx, context, { name, email, passwordHash, emailVerified: byMail });
}

async function join(
  tx: Db,
  context: PeopleContext,
  { row, byMail }: FoundInvitation,
  make: (tx: Db) => Promise<Joiner>,
): Promise<Omit<Joined, 'signed_in'>> {
  const { tenant_id: tenantId, invitation_id, role } = row;
  if (!(await deleteInvitation(tx, tenantId, invitation_id))) throw invitationNotValid();
  await deleteCredentials(tx, tenantId, [invitation_id]);
  const joiner = await make(tx);
  if (byMail) await markEmailVerified(tx, joiner.userId);
  const member = await joinTenant(tx, context, { tenantId, joiner, role });
  const tenant = await findTenant(tx, tenantId);
  return {
    tenant: { id: tenantId, slug: tenant?.slug ?? '', name: tenant?.name ?? '' },
    member_id: member.member_id,
    email: member.email,
    role: member.role,
  };
}

function signInRequired(email: string) {
  const detail = `There is an account for ${email}. Sign in with it, then accept again.`;
  return conflict('sign_in_required', detail);
}

function missing(pointer: string) {
  const expected = 'given, because there is no account with this address yet';
  return invalid('An account needs a name and a password.', [
    { pointer, expected, received: 'nothing' },
  ]);
}
