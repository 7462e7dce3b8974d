import { notFound } from '../kernel/errors.ts';
import { findMember } from '../tenants/people-queries.ts';
import { readVerb } from '../tenants/reading.ts';
import type { NotifyContext } from './notify-context.ts';
import { preferenceOwner } from './preference-owner.ts';
import { readPreferences } from './preference-queries.ts';
import type { PreferencesView } from './preference-schemas.ts';
import { shownPreferences } from './preference-view.ts';

/** How a member is told of incidents. One's own for everybody, others' for admins. */
export function getPreferences(
  context: NotifyContext & { readonly mailer: { readonly delivers: boolean } },
  input: { readonly id: string },
): Promise<PreferencesView> {
  const memberId = preferenceOwner(context, input.id);
  const { tenantId } = context.caller;
  return readVerb(context, async (db) => {
    const member = await findMember(db, tenantId, memberId);
    if (!member) throw notFound('The member');
    const stored = await readPreferences(db, tenantId, memberId);
    const { events, ...shown } = shownPreferences(context.sealer, tenantId, memberId, stored);
    return {
      member_id: memberId,
      ...shown,
      events: [...events],
      mail_address: member.email,
      mail_works: context.mailer.delivers,
    };
  });
}
