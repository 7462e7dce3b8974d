import { requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import { listComponentRows } from './component-queries.ts';
import { type ComponentList, showComponents } from './component-schemas.ts';
import { requireHub } from './get-hub.ts';
import type { StatusContext } from './status-context.ts';

/** Every service of the tenant as a status page shows it, or why it does not. */
export function listComponents(
  context: StatusContext,
  input: { readonly id: string },
): Promise<ComponentList> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  return readVerb(context, async (db) => {
    await requireHub(db, tenantId, input.id);
    return showComponents(await listComponentRows(db, tenantId, input.id));
  });
}
