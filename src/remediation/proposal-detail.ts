import type { RecipeDocument } from '../recipes/rules/recipe-schema.ts';
import type { Db } from '../store/connection.ts';
import { bindSteps } from './bind-steps.ts';
import type { ProposalRow } from './proposal-queries.ts';
import { approvalOf } from './propose.ts';
import type { ProposalDetail } from './remediation-schemas.ts';
import { showProposal } from './remediation-view.ts';

/** A proposal with what would run where, and what it needs to begin. */
export async function showDetail(
  db: Db,
  tenantId: string,
  row: ProposalRow,
  now: number,
): Promise<ProposalDetail> {
  const origin = row.proposed_by === null ? 'automation' : 'person';
  const { mode, approval } = await approvalOf(db, tenantId, row, { origin, now });
  const steps = bindSteps(row.document as RecipeDocument, row.parameters, row.host);
  return {
    ...showProposal(row),
    mode,
    approval: {
      kind: approval.kind,
      scope: approval.kind === 'person' ? approval.scope : null,
      by_another: approval.kind === 'person' && approval.byAnother,
      reason: approval.reason,
    },
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
