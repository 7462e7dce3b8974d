import { notFound } from '../kernel/errors.ts';
import { audit } from './audit.ts';
import { requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import { deleteCredentials } from './queries.ts';
import { deleteServiceRow, noteServicesChanged } from './service-queries.ts';
import type { TenantsContext } from './tenants-context.ts';

/** Deletes a service; alerts and incidents about it stay. A new mention creates it again. */
export async function deleteService(
  context: TenantsContext,
  input: { readonly id: string },
): Promise<void> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  await changeTenant(context, { route: 'delete-service', input }, async (tx) => {
    const row = await deleteServiceRow(tx, tenantId, input.id);
    if (!row) throw notFound('The service');
    await deleteCredentials(tx, tenantId, [row.service_id]);
    await noteServicesChanged(tx, tenantId, new Date(context.clock()));
    const { name, description, hidden, responders } = row;
    const before = { name, description, hidden, responders };
    await audit(tx, context, { action: 'service.deleted', targetId: row.service_id, before });
  });
}
