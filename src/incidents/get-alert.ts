import { notFound } from '../kernel/errors.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import { readAlertNames } from './alert-names.ts';
import { findAlert } from './alert-queries.ts';
import type { AlertView } from './alert-schemas.ts';
import { showAlert } from './alert-view.ts';

/** One alert; its id in any case. */
export function getAlert(context: Context, input: { readonly id: string }): Promise<AlertView> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  return readVerb(context, async (db) => {
    const row = await findAlert(db, tenantId, input.id.toLowerCase());
    if (!row) throw notFound('The alert');
    return showAlert(row, await readAlertNames(db, tenantId, [row]));
  });
}
