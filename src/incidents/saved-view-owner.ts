import { forbidden, notFound } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { findSavedView, type SavedViewRow } from './saved-view-queries.ts';

/** Whose views a caller's are: the person's or the key's; the operator has some as well. */
export function viewOwnerOf({ caller: { actor } }: Context): string {
  return 'id' in actor ? actor.id : actor.type;
}

/** What others see is for those who work with incidents to decide. */
export function requireMaySee(context: Context, shared: boolean | undefined): void {
  requireScope(context, shared ? 'responder' : 'viewer');
}

/**
 * The view, for a change of it: one's own, or for admins one that is shared. 404 for what the
 * caller does not see, 403 for what another shares.
 */
export async function requireOwnView(
  context: Context,
  db: Db,
  viewId: string,
): Promise<SavedViewRow> {
  const { tenantId, scope } = context.caller;
  const row = await findSavedView(db, tenantId, viewId.toLowerCase());
  const own = row?.owner_id === viewOwnerOf(context);
  if (!row || !(own || row.shared)) throw notFound('The view');
  if (own || scope === 'admin') return row;
  throw forbidden('Another person shares this view; its owner or an admin may change it.');
}
