import { conflict } from '../kernel/errors.ts';
import { sha256 } from '../kernel/hashing.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { storable } from '../kernel/text.ts';
import { DAY } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { audit } from './audit.ts';
import { requireOwner, requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import {
  deleteInvitation,
  findInvitationByEmail,
  type InvitationRow,
  insertInvitation,
} from './invitation-queries.ts';
import {
  type CreateInvitationBody,
  type NewInvitation,
  showInvitation,
} from './invitation-schemas.ts';
import type { PeopleContext } from './people-context.ts';
import { findMemberByEmail } from './people-queries.ts';
import { deleteCredentials, findTenant, insertCredential } from './queries.ts';

/** Milliseconds an invitation can be accepted. */
const INVITATION_VALIDITY = 7 * DAY;

/**
 * Invites somebody to sign in; an earlier invitation of the address ends. The link is shown this
 * once, and mailed if there is a mail server. 409 `already_member`; only owners invite owners (403).
 */
export async function createInvitation(
  context: PeopleContext,
  input: CreateInvitationBody,
): Promise<NewInvitation> {
  requireScope(context, 'admin');
  if (input.role === 'owner') requireOwner(context);
  const { mailer, publicUrl } = context;
  let letter: Letter | undefined;
  const created = await changeTenant(context, { route: 'create-invitation', input }, async (tx) => {
    const row = await replaceInvitation(tx, context, input);
    const token = await addLink(tx, row, 'invitation');
    if (mailer.delivers) {
      const tenant = await findTenant(tx, row.tenant_id);
      const mailed = await addLink(tx, row, 'invitation_mail');
      letter = { row, tenant: tenant?.name ?? '', url: linkTo(publicUrl, mailed) };
    }
    const { email, role } = row;
    const after = { email, role };
    await audit(tx, context, { action: 'invitation.created', targetId: row.invitation_id, after });
    const url = linkTo(publicUrl, token);
    return { ...showInvitation(row), url, mailed: mailer.delivers };
  });
  if (letter) mail(context, letter);
  return created;
}

async function replaceInvitation(
  tx: Db,
  context: PeopleContext,
  input: CreateInvitationBody,
): Promise<InvitationRow> {
  const { tenantId, actor } = context.caller;
  const email = storable(input.email);
  const member = await findMemberByEmail(tx, tenantId, email);
  if (member && member.user_id !== null) {
    throw conflict('already_member', 'Somebody with this e-mail address is a member already.');
  }
  if (member?.role === 'owner') requireOwner(context);
  const earlier = await findInvitationByEmail(tx, tenantId, email);
  if (earlier) {
    if (earlier.role === 'owner') requireOwner(context);
    await deleteCredentials(tx, tenantId, [earlier.invitation_id]);
    await deleteInvitation(tx, tenantId, earlier.invitation_id);
  }
  const created_at = new Date(context.clock());
  const expires_at = new Date(context.clock() + INVITATION_VALIDITY);
  const row = { invitation_id: newId('inv'), email, role: input.role, created_at, expires_at };
  await insertInvitation(tx, tenantId, { ...row, invited_by: JSON.stringify(actor) });
  return { ...row, tenant_id: tenantId, invited_by: actor };
}

async function addLink(
  tx: Db,
  row: InvitationRow,
  kind: 'invitation' | 'invitation_mail',
): Promise<string> {
  const token = newToken();
  const lookup = { hash: sha256(token), kind, target_id: row.invitation_id };
  await insertCredential(tx, row.tenant_id, lookup);
  return token;
}

function linkTo(publicUrl: string, token: string): string {
  return `${publicUrl}/invitation#token=${token}`;
}

interface Letter {
  readonly row: InvitationRow;
  readonly tenant: string;
  readonly url: string;
}

function mail({ mailer, errands }: PeopleContext, { row, tenant, url }: Letter): void {
  const by = 'name' in row.invited_by ? `${row.invited_by.name} invites you` : 'You are invited';
  const subject = `You are invited to ${tenant} on Tocsin`;
  const text = [
    `${by} to ${tenant} on Tocsin, as ${row.role}.`,
    '',
    'Accept the invitation within seven days:',
    url,
    '',
    'The link works once. If you do not know what this is about, ignore this mail.',
  ].join('\n');
  errands.run('mailing an invitation', () => mailer.send({ to: row.email, subject, text }));
}
