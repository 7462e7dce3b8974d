import type { Sealer } from '../tenants/sealing.ts';
import { maskedUrl, ownerOfPerson } from './chat-urls.ts';
import type { StoredPreferences } from './preference-queries.ts';
import { type Preferences, preferencesOf } from './rules/preferences.ts';

/** A member's choices with the defaults, and of the URL only whose it is: for API and audit log. */
export function shownPreferences(
  sealer: Sealer,
  tenantId: string,
  memberId: string,
  { settings, chatUrl }: StoredPreferences,
): Preferences & { readonly chat_url: string | null } {
  const owner = ownerOfPerson(tenantId, memberId);
  const chat_url = chatUrl === null ? null : maskedUrl(sealer.open(chatUrl, owner));
  return { ...preferencesOf(settings), chat_url };
}
