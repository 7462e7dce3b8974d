import type { Db } from '../store/connection.ts';
import { audit } from './audit.ts';
import { listMemberships } from './auth-queries.ts';
import type { Context } from './caller.ts';

/** What is noted about people themselves, in every tenant they are a member of. */
export type PersonAction =
  | 'person.signed_in'
  | 'person.sign_in_failed'
  | 'person.second_factor_failed'
  | 'person.locked_out'
  | 'person.signed_out'
  | 'person.session_revoked'
  | 'person.password_changed'
  | 'person.password_reset'
  | 'person.password_reset_requested'
  | 'person.two_factor_enabled'
  | 'person.two_factor_disabled'
  | 'person.backup_codes_renewed';

/** Done by others than the person, as far as is known. */
const BY_SOMEBODY: ReadonlySet<PersonAction> = new Set([
  'person.sign_in_failed',
  'person.second_factor_failed',
  'person.locked_out',
  'person.password_reset_requested',
]);

/**
 * Adds audit rows about a person: they are one person in several tenants, and each tenant's admins
 * have to see who came in.
 */
export async function notePerson(
  db: Db,
  context: Context,
  userId: string,
  action: PersonAction,
  after?: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const member of await listMemberships(db, userId)) {
    const { tenant_id: tenantId, member_id: id, person_id, name, email } = member;
    const actor = BY_SOMEBODY.has(action)
      ? ({ type: 'system' } as const)
      : ({ type: 'person', id, person_id, name, email } as const);
    const inside = { ...context, caller: { ...context.caller, tenantId, actor } };
    await audit(db, inside, { action, targetId: id, after });
  }
}
