import { conflict, notFound } from '../kernel/errors.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { lockTenant } from '../tenants/queries.ts';
import { deleteHubRow, listHubRows } from './hub-queries.ts';
import type { StatusContext } from './status-context.ts';

/** Deletes a status page with its subscribers. 409 `last_hub`: a tenant has at least one. */
export async function deleteHub(
  context: StatusContext,
  input: { readonly id: string },
): Promise<void> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  await runVerb(context, { route: 'delete-hub', input }, async (tx) => {
    await lockTenant(tx, tenantId);
    const hubs = await listHubRows(tx, tenantId);
    const row = hubs.find((hub) => hub.hub_id === input.id);
    if (!row) throw notFound('The status page');
    if (hubs.length === 1) {
      const detail = 'It is the only status page. Give it a password to take it off the public.';
      throw conflict('last_hub', detail);
    }
    await deleteHubRow(tx, tenantId, row.hub_id);
    const before = { slug: row.slug, name: row.name, domain: row.domain };
    await audit(tx, context, { action: 'hub.deleted', targetId: row.hub_id, before });
  });
}
