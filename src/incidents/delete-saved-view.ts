import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { requireOwnView } from './saved-view-owner.ts';
import { deleteSavedViewRow } from './saved-view-queries.ts';

/** Deletes a view of one's own, or for admins a shared one. */
export async function deleteSavedView(
  context: Context,
  input: { readonly id: string },
): Promise<void> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  await runVerb(context, { route: 'delete-saved-view', input }, async (tx) => {
    const { view_id: viewId, name, filter, shared } = await requireOwnView(context, tx, input.id);
    await deleteSavedViewRow(tx, tenantId, viewId);
    const before = { name, filter, shared };
    await audit(tx, context, { action: 'saved_view.deleted', targetId: viewId, before });
  });
}
