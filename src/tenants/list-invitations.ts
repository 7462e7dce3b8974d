import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { type Context, requireScope } from './caller.ts';
import { listInvitationRows } from './invitation-queries.ts';
import { type InvitationView, showInvitation } from './invitation-schemas.ts';
import { PAGE_SIZE, type PageQuery } from './page-schemas.ts';
import { readVerb } from './reading.ts';

/** Invitations that were not accepted, expired ones too, newest first. */
export async function listInvitations(
  context: Context,
  input: PageQuery,
): Promise<Page<InvitationView>> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const before = input.cursor ? String(decodeCursor(input.cursor, 1)[0]) : null;
  const rows = await readVerb(context, (db) => listInvitationRows(db, tenantId, before, limit + 1));
  return pageOf(rows.map(showInvitation), limit, (invitation) => [invitation.id]);
}
