import { notFound } from '../kernel/errors.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireOperator, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { showModes } from './get-modes.ts';
import type { RemediationModes, ResumeBody } from './remediation-schemas.ts';
import { holdState } from './remediation-state.ts';
import { closeBreaker, saveHubStop, saveTenantStop } from './state-queries.ts';

/**
 * Takes back a stop of the tenant, of the whole hub (the operator alone), or closes the circuit of a
 * recipe. What was cancelled stays cancelled. For admins. 404 for a circuit that is not open.
 */
export function resumeRemediation(context: Context, input: ResumeBody): Promise<RemediationModes> {
  requireScope(context, 'admin');
  const { everywhere = false, recipe } = input;
  if (everywhere) requireOperator(context);
  const { tenantId, actor } = context.caller;
  return runVerb(context, { route: 'resume-remediation', input }, async (tx) => {
    const held = await holdState(tx, tenantId, context.clock());
    if (recipe !== undefined) {
      if (!(await closeBreaker(tx, tenantId, recipe))) throw notFound('The open circuit');
    } else if (everywhere) await saveHubStop(tx, null);
    else await saveTenantStop(tx, tenantId, null);
    const subjectId = recipe ?? (everywhere ? 'hub' : tenantId);
    const action = recipe === undefined ? 'remediation.resumed' : 'recipe.circuit_closed';
    await held.log({ actor, action, subjectId, detail: { everywhere } });
    await audit(tx, context, { action, targetId: subjectId });
    return showModes(tx, tenantId);
  });
}
