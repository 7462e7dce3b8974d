import { notFound } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import { requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import { type AddressedHub, findHub } from './hub-queries.ts';
import { type HubView, showHub } from './hub-schemas.ts';
import type { StatusContext } from './status-context.ts';

/** One status page. */
export function getHub(context: StatusContext, input: { readonly id: string }): Promise<HubView> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  return readVerb(context, async (db) => {
    return showHub(await requireHub(db, tenantId, input.id), context.publicUrl);
  });
}

/** The hub; 404 when the tenant has none of that id. */
export async function requireHub(db: Db, tenantId: string, hubId: string): Promise<AddressedHub> {
  const row = await findHub(db, tenantId, hubId);
  if (!row) throw notFound('The status page');
  return row;
}
