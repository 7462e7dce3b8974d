import { notFound } from '../kernel/errors.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import { showDetail } from './proposal-detail.ts';
import { findProposal } from './proposal-queries.ts';
import type { ProposalDetail } from './remediation-schemas.ts';

/** A proposal with its steps as they would run, and what it needs to begin. */
export function getProposal(
  context: Context,
  input: { readonly id: string },
): Promise<ProposalDetail> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  return readVerb(context, async (db) => {
    const row = await findProposal(db, tenantId, input.id);
    if (!row) throw notFound('The proposal');
    return showDetail(db, tenantId, row, context.clock());
  });
}
