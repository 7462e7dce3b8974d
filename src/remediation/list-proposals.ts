import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import { listProposalRows } from './proposal-queries.ts';
import type { ProposalQuery, ProposalView } from './remediation-schemas.ts';
import { showProposal } from './remediation-view.ts';

/** Proposals, newest first: of an incident, in a state, or all. */
export async function listProposals(
  context: Context,
  input: ProposalQuery,
): Promise<Page<ProposalView>> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const before = input.cursor ? String(decodeCursor(input.cursor, 1)[0]) : null;
  const filter = { incidentId: input.incident ?? null, state: input.state ?? null };
  const rows = await readVerb(context, (db) =>
    listProposalRows(db, tenantId, filter, before, limit + 1),
  );
  return pageOf(rows.map(showProposal), limit, ({ id }) => [id]);
}
