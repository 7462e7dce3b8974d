import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE, type PageQuery } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import { listRunnerRows } from './runner-queries.ts';
import type { RunnerView } from './runner-schemas.ts';
import { showRunner } from './runner-view.ts';

/** The tenant's runners, oldest first, also those that were revoked. */
export async function listRunners(context: Context, input: PageQuery): Promise<Page<RunnerView>> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const [after] = input.cursor ? decodeCursor(input.cursor, 1) : [''];
  const rows = await readVerb(context, (db) =>
    listRunnerRows(db, tenantId, String(after), limit + 1),
  );
  const now = context.clock();
  return pageOf(
    rows.map((row) => showRunner(row, now)),
    limit,
    ({ id }) => [id],
  );
}
