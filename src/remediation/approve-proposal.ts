import { conflict, forbidden, notFound, Problem } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { obstacleTo } from './approval-obstacle.ts';
import { lockProposal, type ProposalRow } from './proposal-queries.ts';
import { approvalOf } from './propose.ts';
import type { DecideBody, RunDetail } from './remediation-schemas.ts';
import { holdState } from './remediation-state.ts';
import { showRunDetail } from './run-detail.ts';
import { lockRun } from './run-queries.ts';
import { startRun } from './start-run.ts';

/**
 * A person approves a proposal: its one run begins. The approval is for what the proposal shows: the
 * recipe's version, the values and the target. 409 names why not: decided already (with the run), its
 * hour is over, or what {@link obstacleTo} finds. 403 for whoever is no person, has not the scope its
 * risk needs, or has proposed it where a second person is needed.
 */
export function approveProposal(
  context: Context,
  input: DecideBody & { readonly id: string },
): Promise<RunDetail> {
  requireScope(context, 'responder');
  const { tenantId, actor } = context.caller;
  return runVerb(context, { route: 'approve-proposal', input }, async (tx) => {
    const held = await holdState(tx, tenantId, context.clock());
    const proposal = await lockProposal(tx, tenantId, input.id);
    if (!proposal) throw notFound('The proposal');
    requirePerson(context);
    requireUndecided(proposal, held.now);
    await requireRight(tx, context, proposal);
    const obstacle = await obstacleTo(tx, held, proposal);
    if (obstacle) throw conflict(obstacle.code, obstacle.detail);
    const reason = input.reason === undefined ? null : storable(input.reason);
    const runId = await startRun(tx, held, { proposal, approvedBy: actor, reason });
    await audit(tx, context, {
      action: 'proposal.approved',
      targetId: proposal.proposal_id,
      after: { run_id: runId, target: proposal.target },
    });
    const run = await lockRun(tx, tenantId, runId);
    if (!run) throw notFound('The run');
    return showRunDetail(tx, tenantId, run);
  });
}

/** Throws 403 unless a person decides: a member, signed in or by a key that acts for them. */
export function requirePerson({ caller }: Context): void {
  const { actor } = caller;
  if (actor.type === 'person' && actor.id.startsWith('usr_')) return;
  throw new Problem(
    403,
    'person_required',
    'A person decides about remediation: sign in, or use an API key that acts for a member.',
  );
}

/** Throws 409 when the proposal was decided about, or its time is over. */
export function requireUndecided(proposal: ProposalRow, now: number): void {
  const { state, run_id, expires_at } = proposal;
  if (state === 'expired' || (state === 'proposed' && expires_at.getTime() <= now)) {
    throw conflict('proposal_expired', 'The proposal has expired. Propose the recipe again.');
  }
  if (state === 'proposed') return;
  throw conflict('already_decided', `The proposal was ${state} already.`, { state, run_id });
}

async function requireRight(tx: Db, context: Context, proposal: ProposalRow): Promise<void> {
  const { tenantId, actor } = context.caller;
  const asked = { origin: 'person', now: context.clock() } as const;
  const { approval } = await approvalOf(tx, tenantId, proposal, asked);
  if (approval.kind !== 'person') return;
  requireScope(context, approval.scope);
  const proposer = proposal.proposed_by;
  const isProposer = proposer?.type === 'person' && 'id' in actor && proposer.id === actor.id;
  if (approval.byAnother && isProposer) {
    throw forbidden('A recipe of this risk is approved by another person than who proposed it.');
  }
}
