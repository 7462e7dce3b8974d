import { incidentIdOf } from '../incidents/incidents-context.ts';
import { findIncident } from '../incidents/queries.ts';
import { refused } from '../incidents/refused.ts';
import { refusalOf } from '../incidents/rules/lifecycle.ts';
import { notFound } from '../kernel/errors.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { requestTriage } from './subject-queries.ts';
import type { TriageView } from './triage-schemas.ts';
import { showTriage } from './triage-view.ts';

/**
 * Has an incident triaged again, at once; closed ones too. Until that has ended, the triage there is
 * stands. 409 `incident_merged` for one that was merged away.
 */
export function triageAgain(context: Context, input: { readonly id: string }): Promise<TriageView> {
  requireScope(context, 'responder');
  const { tenantId, actor } = context.caller;
  const id = incidentIdOf(input.id);
  return runVerb(context, { route: 'triage-incident', input: { id } }, async (tx) => {
    const incident = await findIncident(tx, tenantId, id);
    if (!incident) throw notFound('The incident');
    const refusal = refusalOf(incident, 'conclude_triage');
    if (refusal) throw refused(refusal, incident);
    await requestTriage(tx, tenantId, id, actor);
    await audit(tx, context, { action: 'incident.triage_requested', targetId: id });
    return showTriage(tx, tenantId, id, context.clock());
  });
}
