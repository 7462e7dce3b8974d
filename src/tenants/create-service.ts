import { newId, newNumericId } from '../kernel/ids.ts';
import { storable } from '../kernel/text.ts';
import { audit } from './audit.ts';
import { requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import { insertService, noteServicesChanged } from './service-queries.ts';
import { memberIdsOf } from './service-responders.ts';
import {
  type CreateServiceBody,
  type ServiceView,
  serviceNameTaken,
  showService,
} from './service-schemas.ts';
import { replaceHookKey, statusHookUrl } from './status-hook.ts';
import type { TenantsContext } from './tenants-context.ts';

/**
 * Creates a service, shown on status pages unless hidden. 409 `name_taken` (in any case), 422 for
 * responders who are no members.
 */
export function createService(
  context: TenantsContext & { readonly publicUrl: string },
  input: CreateServiceBody,
): Promise<ServiceView> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  return changeTenant(context, { route: 'create-service', input }, async (tx) => {
    const now = new Date(context.clock());
    const row = {
      tenant_id: tenantId,
      service_id: newId('svc'),
      name: storable(input.name.trim()),
      description: storable(input.description ?? ''),
      channel_id: newNumericId(),
      hidden: input.hidden ?? false,
      responders: await memberIdsOf(tx, tenantId, input.responders ?? []),
      hook_key: null,
      created_at: now,
      updated_at: now,
    };
    if (!(await insertService(tx, tenantId, row))) throw serviceNameTaken(row.name);
    const key = await replaceHookKey(tx, context.sealer, tenantId, row.service_id);
    await noteServicesChanged(tx, tenantId, now);
    const { name, description, hidden, responders } = row;
    const after = { name, description, hidden, responders };
    await audit(tx, context, { action: 'service.created', targetId: row.service_id, after });
    return showService(row, statusHookUrl(context.publicUrl, key));
  });
}
