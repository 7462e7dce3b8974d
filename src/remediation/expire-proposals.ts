import type { Db } from '../store/connection.ts';
import { isUnreachable, transact } from '../store/transaction.ts';
import type { RunsDeps } from './advance-runs.ts';
import { listExpired, listOpen, lockProposal, saveDecision } from './proposal-queries.ts';
import { type HeldState, holdState } from './remediation-state.ts';

const BATCH = 100;

/** Ends proposals that nobody decided about in their hour. Replicas may run it at once. */
export async function expireProposals({ store, clock, log, isClosing }: RunsDeps): Promise<void> {
  const due = await listExpired(store.db, new Date(clock()), BATCH);
  for (const { tenant_id: tenantId, proposal_id: proposalId } of due) {
    if (isClosing()) return;
    try {
      await transact(store, async (tx) => {
        const held = await holdState(tx, tenantId, clock());
        const proposal = await lockProposal(tx, tenantId, proposalId);
        if (proposal?.state === 'proposed') await expire(tx, held, proposalId, null);
      });
    } catch (error) {
      if (isUnreachable(error)) throw error;
      log.warn({ err: error, proposalId }, 'a proposal could not be ended');
    }
  }
}

/** Ends what waits for a decision about an incident that was closed, or merged into another. */
export async function expireOnClosed(
  tx: Db,
  tenantId: string,
  incidentId: string,
  now: number,
): Promise<void> {
  if ((await listOpen(tx, tenantId, incidentId)).length === 0) return;
  const held = await holdState(tx, tenantId, now);
  for (const proposalId of await listOpen(tx, tenantId, incidentId)) {
    await expire(tx, held, proposalId, 'Its incident was closed.');
  }
}

async function expire(
  tx: Db,
  held: HeldState,
  subjectId: string,
  reason: string | null,
): Promise<void> {
  await saveDecision(tx, held.tenantId, subjectId, {
    state: 'expired',
    decided_by: null,
    decision_reason: reason,
    run_id: null,
    decided_at: new Date(held.now),
  });
  const detail = { incident_closed: reason !== null };
  await held.log({ actor: null, action: 'proposal.expired', subjectId, detail });
}
