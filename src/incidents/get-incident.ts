import { notFound } from '../kernel/errors.ts';
import { requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import type { IncidentDetail } from './incident-schemas.ts';
import { showIncident } from './incident-view.ts';
import { type IncidentsContext, incidentIdOf } from './incidents-context.ts';
import { findIncident } from './queries.ts';

/** One incident; its id in any case. */
export function getIncident(
  context: IncidentsContext,
  input: { readonly id: string },
): Promise<IncidentDetail> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  return readVerb(context, async (db) => {
    const state = await findIncident(db, tenantId, incidentIdOf(input.id));
    if (!state) throw notFound('The incident');
    return showIncident(db, context, state);
  });
}
