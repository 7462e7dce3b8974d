import { Problem } from '../kernel/errors.ts';
import { sha256 } from '../kernel/hashing.ts';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { findCredential } from './directory-queries.ts';
import { findInvitation, type InvitationRow } from './invitation-queries.ts';

/** An invitation, and whether its token came by mail, which proves that the address is theirs. */
export interface FoundInvitation {
  readonly row: InvitationRow;
  readonly byMail: boolean;
}

/** The invitation of a token; 404 `invitation_not_valid` for used, withdrawn and expired ones alike. */
export async function findInvitationByToken(
  db: Db,
  token: string,
  now: Instant,
): Promise<FoundInvitation> {
  const hash = sha256(token);
  const mailed = await findCredential(db, hash, 'invitation_mail');
  const found = mailed ?? (await findCredential(db, hash, 'invitation'));
  const row = found && (await findInvitation(db, found.tenant_id, found.target_id));
  if (!row || row.expires_at.getTime() <= now) throw invitationNotValid();
  return { row, byMail: mailed !== undefined };
}

/** 404, also when another request has accepted it meanwhile. */
export function invitationNotValid() {
  const detail = 'The invitation was used, withdrawn, or has expired. Ask for a new one.';
  return new Problem(404, 'invitation_not_valid', detail);
}
