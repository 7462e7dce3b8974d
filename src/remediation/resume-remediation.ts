import { audit } from '../tenants/audit.ts';
import { type Context, requireOperator, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { showModes } from './get-modes.ts';
import type { RemediationModes, ResumeBody } from './remediation-schemas.ts';
import { holdState } from './remediation-state.ts';
import { saveBreaker, saveHubStop, saveTenantStop } from './state-queries.ts';

/**
 * Takes back a stop of the tenant, of the whole hub (the operator alone), or closes the circuit of a
 * recipe. What was cancelled stays cancelled. For admins.
 */
export function resumeRemediation(context: Context, input: ResumeBody): Promise<RemediationModes> {
  requireScope(context, 'admin');
  const { everywhere = false, recipe } = input;
  if (everywhere) requireOperator(context);
  const { tenantId, actor } = context.caller;
  return runVerb(context, { route: 'resume-remediation', input }, async (tx) => {
    const held = await holdState(tx, tenantId, context.clock());
    if (recipe !== undefined) {
      await saveBreaker(tx, tenantId, recipe, { failures: 0, opened_at: null });
    } else if (everywhere) await saveHubStop(tx, null);
    else await saveTenantStop(tx, tenantId, null);
    const subjectId = recipe ?? (everywhere ? 'hub' : tenantId);
    await held.log({ actor, action: 'remediation.resumed', subjectId, detail: { everywhere } });
    await audit(tx, context, { action: 'remediation.resumed', targetId: subjectId });
    return showModes(tx, tenantId);
  });
}
