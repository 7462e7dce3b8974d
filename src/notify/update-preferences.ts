import { notFound } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import { audit } from '../tenants/audit.ts';
import { changeTenant } from '../tenants/change-tenant.ts';
import { findMember } from '../tenants/people-queries.ts';
import { requireUsableUrl } from './chat-url-checks.ts';
import { ownerOfPerson } from './chat-urls.ts';
import { getPreferences } from './get-preferences.ts';
import type { NotifyContext } from './notify-context.ts';
import { preferenceOwner } from './preference-owner.ts';
import { readPreferences, type StoredPreferences, savePreferences } from './preference-queries.ts';
import type { PreferencesView, UpdatePreferencesBody } from './preference-schemas.ts';
import { shownPreferences } from './preference-view.ts';

/**
 * Changes how a member is told of incidents; what is not given stays, and a URL of null is removed.
 * One's own for everybody, others' for admins. 422 for a URL that can never be called.
 */
export async function updatePreferences(
  context: NotifyContext & { readonly mailer: { readonly delivers: boolean } },
  input: UpdatePreferencesBody & { readonly id: string },
): Promise<PreferencesView> {
  const memberId = preferenceOwner(context, input.id);
  requireUsableUrl(context, input.chat_url, '/chat_url');
  const { tenantId } = context.caller;
  await changeTenant(context, { route: 'update-preferences', input }, async (tx) => {
    if (!(await findMember(tx, tenantId, memberId))) throw notFound('The member');
    const before = await readPreferences(tx, tenantId, memberId);
    const after = changed(context, memberId, before, input);
    await savePreferences(tx, tenantId, memberId, after, new Date(context.clock()));
    const show = (stored: StoredPreferences) =>
      shownPreferences(context.sealer, tenantId, memberId, stored);
    await audit(tx, context, {
      action: 'notification_preferences.updated',
      targetId: memberId,
      before: show(before),
      after: show(after),
    });
  });
  return getPreferences(context, { id: memberId });
}

function changed(
  { sealer, caller }: NotifyContext,
  memberId: string,
  before: StoredPreferences,
  { id: _id, chat_url, events, ...given }: UpdatePreferencesBody & { readonly id: string },
): StoredPreferences {
  const chosen = events && { events: [...new Set(events)] };
  const settings = { ...before.settings, ...given, ...chosen };
  if (chat_url === undefined) return { settings, chatUrl: before.chatUrl };
  const owner = ownerOfPerson(caller.tenantId, memberId);
  return { settings, chatUrl: chat_url === null ? null : sealer.seal(storable(chat_url), owner) };
}
