import type { RecipeDocument } from '../recipes/rules/recipe-schema.ts';
import type { Db } from '../store/connection.ts';
import { obstacleTo } from './approval-obstacle.ts';
import { bindSteps } from './bind-steps.ts';
import type { ProposalRow } from './proposal-queries.ts';
import { approvalOf } from './propose.ts';
import type { ProposalDetail } from './remediation-schemas.ts';
import { stopOf } from './remediation-state.ts';
import { showProposal } from './remediation-view.ts';
import { findHubStop, findState } from './state-queries.ts';

/** A proposal with what would run where, and what it needs to begin. */
export async function showDetail(
  db: Db,
  tenantId: string,
  row: ProposalRow,
  now: number,
): Promise<ProposalDetail> {
  // What might have begun by itself did when it was made.
  const { mode, approval } = await approvalOf(db, tenantId, row, { origin: 'person', now });
  const stopped = stopOf(await findState(db, tenantId), await findHubStop(db));
  const waits = row.state === 'proposed' && row.expires_at.getTime() > now;
  const steps = bindSteps(row.document as RecipeDocument, row.parameters, row.host);
  return {
    ...showProposal(row),
    mode,
    approval: {
      kind: approval.kind === 'never' ? 'never' : 'person',
      scope: approval.kind === 'person' ? approval.scope : null,
      by_another: approval.kind === 'person' && approval.byAnother,
      reason: approval.reason,
    },
    blocked: waits ? await obstacleTo(db, { tenantId, now, stopped }, row) : null,
    steps: steps.map((step) => ({
      phase: step.phase,
      name: step.name,
      title: step.title ?? null,
      kind: step.kind,
      host: step.host ?? null,
      bound: JSON.parse(step.bound),
      timeout_seconds: step.timeout_s,
    })),
  };
}
