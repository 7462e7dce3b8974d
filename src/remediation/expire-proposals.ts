import { transact } from '../store/transaction.ts';
import type { RunsDeps } from './advance-runs.ts';
import { listExpired, lockProposal, saveDecision } from './proposal-queries.ts';
import { holdState } from './remediation-state.ts';

const BATCH = 100;

/** Ends proposals that nobody decided about in their hour. Replicas may run it at once. */
export async function expireProposals({ store, clock }: RunsDeps): Promise<void> {
  const due = await listExpired(store.db, new Date(clock()), BATCH);
  for (const { tenant_id: tenantId, proposal_id: subjectId } of due) {
    await transact(store, async (tx) => {
      const held = await holdState(tx, tenantId, clock());
      const proposal = await lockProposal(tx, tenantId, subjectId);
      if (proposal?.state !== 'proposed') return;
      const decided_at = new Date(held.now);
      const nobody = { decided_by: null, decision_reason: null, run_id: null };
      await saveDecision(tx, tenantId, subjectId, { state: 'expired', decided_at, ...nobody });
      await held.log({ actor: null, action: 'proposal.expired', subjectId, detail: {} });
    });
  }
}
