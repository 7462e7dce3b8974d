import { storable } from '../kernel/text.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireOperator, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { showModes } from './get-modes.ts';
import type { RemediationModes, StopBody } from './remediation-schemas.ts';
import { holdState } from './remediation-state.ts';
import { cancelRuns, saveHubStop, saveTenantStop } from './state-queries.ts';

/**
 * The kill switch: nothing begins any more, in the tenant or (the operator alone) in all of them. What
 * waits to be claimed is withdrawn at once; runs under way are cancelled as soon as their step has
 * ended. Responders may: stopping is always safe.
 */
export function stopRemediation(context: Context, input: StopBody): Promise<RemediationModes> {
  requireScope(context, 'responder');
  const everywhere = input.everywhere ?? false;
  if (everywhere) requireOperator(context);
  const { tenantId, actor } = context.caller;
  return runVerb(context, { route: 'stop-remediation', input }, async (tx) => {
    const held = await holdState(tx, tenantId, context.clock());
    const at = new Date(held.now);
    const reason = storable(input.reason);
    const by = JSON.stringify(actor);
    if (everywhere) await saveHubStop(tx, { at, reason });
    else await saveTenantStop(tx, tenantId, { at, reason, by });
    await cancelRuns(tx, everywhere ? null : tenantId, { at, by });
    const subjectId = everywhere ? 'hub' : tenantId;
    await held.log({ actor, action: 'remediation.stopped', subjectId, detail: { everywhere } });
    await audit(tx, context, {
      action: 'remediation.stopped',
      targetId: subjectId,
      after: { reason, everywhere },
    });
    return showModes(tx, tenantId);
  });
}
