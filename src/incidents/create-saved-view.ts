import { conflict } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { storable } from '../kernel/text.ts';
import { audit } from '../tenants/audit.ts';
import type { Context } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { lockTenant } from '../tenants/queries.ts';
import { storableFilter } from './saved-view-filter.ts';
import { requireMaySee, viewOwnerOf } from './saved-view-owner.ts';
import { countViews, insertSavedView } from './saved-view-queries.ts';
import {
  type CreateSavedViewBody,
  type SavedView,
  showSavedView,
  viewNameTaken,
} from './saved-view-schemas.ts';

/** Views one person may have. */
const MAX_VIEWS = 100;

/** Saves a filter under a name; sharing it needs the scope `responder`. 409 `name_taken`. */
export function createSavedView(context: Context, input: CreateSavedViewBody): Promise<SavedView> {
  requireMaySee(context, input.shared);
  const { tenantId } = context.caller;
  const ownerId = viewOwnerOf(context);
  return runVerb(context, { route: 'create-saved-view', input }, async (tx) => {
    await lockTenant(tx, tenantId);
    const name = storable(input.name.trim());
    const { count, taken } = await countViews(tx, tenantId, ownerId, name, null);
    if (taken) throw viewNameTaken(name);
    if (count >= MAX_VIEWS) {
      throw conflict('too_many_views', `A person has at most ${MAX_VIEWS} views.`);
    }
    const now = new Date(context.clock());
    const row = {
      view_id: newId('viw'),
      owner_id: ownerId,
      name,
      filter: storableFilter(input.filter),
      shared: input.shared ?? false,
      created_at: now,
      updated_at: now,
    };
    await insertSavedView(tx, tenantId, row);
    const { filter, shared } = row;
    const after = { name, filter, shared };
    await audit(tx, context, { action: 'saved_view.created', targetId: row.view_id, after });
    return showSavedView({ ...row, tenant_id: tenantId }, ownerId);
  });
}
