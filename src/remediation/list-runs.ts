import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import type { RunQuery, RunView } from './remediation-schemas.ts';
import { showRun } from './remediation-view.ts';
import { listRunRows } from './run-queries.ts';

/** Runs, newest first: of an incident, in a state, or all. */
export async function listRuns(context: Context, input: RunQuery): Promise<Page<RunView>> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const before = input.cursor ? String(decodeCursor(input.cursor, 1)[0]) : null;
  const filter = { incidentId: input.incident ?? null, state: input.state ?? null };
  const rows = await readVerb(context, (db) =>
    listRunRows(db, tenantId, filter, before, limit + 1),
  );
  return pageOf(rows.map(showRun), limit, ({ id }) => [id]);
}
