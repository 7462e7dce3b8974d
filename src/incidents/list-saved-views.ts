import { type Context, requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import { viewOwnerOf } from './saved-view-owner.ts';
import { listSavedViewRows } from './saved-view-queries.ts';
import { type SavedViewList, showSavedView } from './saved-view-schemas.ts';

/** The caller's own views and those that others share, by name. */
export async function listSavedViews(context: Context): Promise<SavedViewList> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const reader = viewOwnerOf(context);
  const rows = await readVerb(context, (db) => listSavedViewRows(db, tenantId, reader));
  return { data: rows.map((row) => showSavedView(row, reader)) };
}
