import { storable } from '../kernel/text.ts';
import { audit } from '../tenants/audit.ts';
import type { Context } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { lockTenant } from '../tenants/queries.ts';
import { storableFilter } from './saved-view-filter.ts';
import { requireMaySee, requireOwnView, viewOwnerOf } from './saved-view-owner.ts';
import { countViews, type SavedViewRow, saveSavedView } from './saved-view-queries.ts';
import {
  type SavedView,
  showSavedView,
  type UpdateSavedViewBody,
  viewNameTaken,
} from './saved-view-schemas.ts';

/** Changes a view of one's own, or for admins a shared one; what is not given stays. */
export function updateSavedView(
  context: Context,
  input: UpdateSavedViewBody & { readonly id: string },
): Promise<SavedView> {
  requireMaySee(context, input.shared);
  const { tenantId } = context.caller;
  return runVerb(context, { route: 'update-saved-view', input }, async (tx) => {
    await lockTenant(tx, tenantId);
    const row = await requireOwnView(context, tx, input.id);
    const after = { ...row, ...changed(row, input), updated_at: new Date(context.clock()) };
    const { name, view_id: viewId, owner_id: ownerId } = after;
    const { taken } = await countViews(tx, tenantId, ownerId, name, viewId);
    if (taken) throw viewNameTaken(name);
    await saveSavedView(tx, tenantId, after);
    await audit(tx, context, {
      action: 'saved_view.updated',
      targetId: viewId,
      before: shownIn(row),
      after: shownIn(after),
    });
    return showSavedView(after, viewOwnerOf(context));
  });
}

function changed(row: SavedViewRow, input: UpdateSavedViewBody) {
  return {
    name: input.name === undefined ? row.name : storable(input.name.trim()),
    filter: input.filter === undefined ? row.filter : storableFilter(input.filter),
    shared: input.shared ?? row.shared,
  };
}

function shownIn({ name, filter, shared }: SavedViewRow) {
  return { name, filter, shared };
}
