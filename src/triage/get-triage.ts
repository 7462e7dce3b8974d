import { incidentIdOf } from '../incidents/incidents-context.ts';
import { findIncident } from '../incidents/queries.ts';
import { notFound } from '../kernel/errors.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import type { TriageView } from './triage-schemas.ts';
import { showTriage } from './triage-view.ts';

/** What the last triage of an incident found, and whether another one is due. */
export function getTriage(context: Context, input: { readonly id: string }): Promise<TriageView> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const id = incidentIdOf(input.id);
  return readVerb(context, async (db) => {
    if (!(await findIncident(db, tenantId, id))) throw notFound('The incident');
    return showTriage(db, tenantId, id, context.clock());
  });
}
