import { incidentIdOf } from '../incidents/incidents-context.ts';
import { findIncident } from '../incidents/queries.ts';
import { readServiceNames } from '../incidents/service-refs.ts';
import { notFound } from '../kernel/errors.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import type { IncidentActions } from './custom-action-schemas.ts';
import { serviceOf } from './custom-action-view.ts';
import { listActionRows } from './webhook-queries.ts';

/** The custom actions an incident offers: those of its service, then the general ones. */
export function listIncidentActions(
  context: Context,
  input: { readonly id: string },
): Promise<IncidentActions> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  return readVerb(context, async (db) => {
    const incident = await findIncident(db, tenantId, incidentIdOf(input.id));
    if (!incident) throw notFound('The incident');
    const { serviceId } = incident;
    const own = serviceId === null ? [] : await listActionRows(db, tenantId, serviceId);
    const rows = [...own, ...(await listActionRows(db, tenantId, null))];
    const names = await readServiceNames(db, tenantId, [serviceId]);
    const data = rows.map((row) => ({
      id: row.webhook_id,
      name: row.name,
      service: names(serviceOf(row)),
      enabled: row.enabled,
    }));
    return { data };
  });
}
