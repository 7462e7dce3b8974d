import { requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import { ensureDefaultHub } from './default-hub.ts';
import { listHubRows } from './hub-queries.ts';
import { type HubList, showHub } from './hub-schemas.ts';
import type { StatusContext } from './status-context.ts';

/** The tenant's status pages, the oldest first. */
export async function listHubs(context: StatusContext): Promise<HubList> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  await ensureDefaultHub(context, tenantId);
  const rows = await readVerb(context, (db) => listHubRows(db, tenantId));
  return { data: rows.map((row) => showHub(row, context.publicUrl)) };
}
