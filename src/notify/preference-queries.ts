import type { Db } from '../store/connection.ts';
import type { Preferences } from './rules/preferences.ts';

/** A member's choices as they are stored. */
export interface StoredPreferences {
  readonly settings: Partial<Preferences>;
  /** Sealed. */
  readonly chatUrl: Buffer | null;
}

/** The member's choices; those of who never chose are empty. */
export async function readPreferences(
  db: Db,
  tenantId: string,
  memberId: string,
): Promise<StoredPreferences> {
  const row = await db
    .selectFrom('notification_preferences')
    .select(['settings', 'chat_url'])
    .where('tenant_id', '=', tenantId)
    .where('member_id', '=', memberId)
    .executeTakeFirst();
  return { settings: row?.settings ?? {}, chatUrl: row?.chat_url ?? null };
}

/** Stores a member's choices. */
export async function savePreferences(
  tx: Db,
  tenantId: string,
  memberId: string,
  { settings, chatUrl }: StoredPreferences,
  now: Date,
): Promise<void> {
  const values = { settings: JSON.stringify(settings), chat_url: chatUrl, updated_at: now };
  await tx
    .insertInto('notification_preferences')
    .values({ tenant_id: tenantId, member_id: memberId, ...values })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'member_id']).doUpdateSet(values))
    .execute();
}
