import { notFound } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { requirePerson, requireUndecided } from './approve-proposal.ts';
import { noteOnIncident } from './note-on-incident.ts';
import { findProposal, lockProposal, saveDecision } from './proposal-queries.ts';
import type { DecideBody, ProposalView } from './remediation-schemas.ts';
import { holdState } from './remediation-state.ts';
import { showProposal } from './remediation-view.ts';
import { onTarget } from './rules/targets.ts';

/** A person turns a proposal down: it never runs. 409 when it was decided about already. */
export function rejectProposal(
  context: Context,
  input: DecideBody & { readonly id: string },
): Promise<ProposalView> {
  requireScope(context, 'responder');
  const { tenantId, actor } = context.caller;
  return runVerb(context, { route: 'reject-proposal', input }, async (tx) => {
    const held = await holdState(tx, tenantId, context.clock());
    const proposal = await lockProposal(tx, tenantId, input.id);
    if (!proposal) throw notFound('The proposal');
    requirePerson(context);
    requireUndecided(proposal, held.now);
    const { proposal_id: subjectId, recipe_slug: slug, incident_id: incidentId } = proposal;
    const reason = input.reason === undefined ? null : storable(input.reason);
    await saveDecision(tx, tenantId, subjectId, {
      state: 'rejected',
      decided_by: JSON.stringify(actor),
      decision_reason: reason,
      run_id: null,
      decided_at: new Date(held.now),
    });
    await held.log({ actor, action: 'proposal.rejected', subjectId, detail: {} });
    const why = reason === null ? '' : ` ${reason}`;
    const text = `Remediation: “${slug}”${onTarget(proposal.target)} was rejected.${why} (${subjectId})`;
    await noteOnIncident(tx, tenantId, { incidentId, text }, held.now);
    await audit(tx, context, { action: 'proposal.rejected', targetId: subjectId });
    return showProposal((await findProposal(tx, tenantId, subjectId)) ?? proposal);
  });
}
