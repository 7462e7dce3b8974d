import { notFound } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import { audit } from './audit.ts';
import { requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import {
  lockService,
  noteServicesChanged,
  type ServiceRow,
  saveService,
} from './service-queries.ts';
import { memberIdsOf } from './service-responders.ts';
import {
  type ServiceView,
  serviceNameTaken,
  showService,
  type UpdateServiceBody,
} from './service-schemas.ts';
import type { TenantsContext } from './tenants-context.ts';

/**
 * Changes a service; what is not given stays. 409 `name_taken` (in any case), 422 for responders
 * who are no members.
 */
export function updateService(
  context: TenantsContext,
  input: UpdateServiceBody & { readonly id: string },
): Promise<ServiceView> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  return changeTenant(context, { route: 'update-service', input }, async (tx) => {
    const row = await lockService(tx, tenantId, input.id);
    if (!row) throw notFound('The service');
    const given = input.responders && (await memberIdsOf(tx, tenantId, input.responders));
    const values = { ...changed(row, input), responders: given ?? row.responders };
    const updated_at = new Date(context.clock());
    const saved = await saveService(tx, tenantId, row.service_id, { ...values, updated_at });
    if (!saved) throw serviceNameTaken(values.name);
    await noteServicesChanged(tx, tenantId, updated_at);
    const { name, description, hidden, responders } = row;
    await audit(tx, context, {
      action: 'service.updated',
      targetId: row.service_id,
      before: { name, description, hidden, responders },
      after: values,
    });
    return showService({ ...row, ...values, updated_at });
  });
}

function changed(row: ServiceRow, input: UpdateServiceBody) {
  return {
    name: input.name === undefined ? row.name : storable(input.name.trim()),
    description: input.description === undefined ? row.description : storable(input.description),
    hidden: input.hidden ?? row.hidden,
  };
}
