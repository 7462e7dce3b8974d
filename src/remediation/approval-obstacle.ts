import { findIncident } from '../incidents/queries.ts';
import type { Db } from '../store/connection.ts';
import type { ProposalRow } from './proposal-queries.ts';
import { approvalOf } from './propose.ts';
import { findCurrentRecipe } from './recipe-book.ts';
import type { HeldState } from './remediation-state.ts';
import { refusalOf } from './start-run.ts';

/** Why a proposal that waits for its decision cannot be approved now. */
export interface ApprovalObstacle {
  readonly code: string;
  readonly detail: string;
}

/** What every person's approval would be refused for now; null: nothing. */
export async function obstacleTo(
  db: Db,
  state: Pick<HeldState, 'tenantId' | 'now' | 'stopped'>,
  proposal: ProposalRow,
): Promise<ApprovalObstacle | null> {
  const { tenantId, now } = state;
  const incident = await findIncident(db, tenantId, proposal.incident_id);
  if (!incident || incident.progress === 'closed') {
    return { code: 'incident_closed', detail: 'The incident is closed.' };
  }
  const current = await findCurrentRecipe(db, tenantId, proposal.recipe_slug);
  if (current?.digest !== proposal.recipe_digest) {
    const detail = 'The recipe was changed or taken out of use since. Propose it again.';
    return { code: 'recipe_changed', detail };
  }
  const { approval } = await approvalOf(db, tenantId, proposal, { origin: 'person', now });
  if (approval.kind === 'never') return { code: 'not_runnable', detail: approval.reason };
  return refusalOf(db, state, proposal);
}
