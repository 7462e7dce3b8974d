import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE, type PageQuery } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import type { LogEntryView } from './remediation-schemas.ts';
import { showLogEntry } from './remediation-view.ts';
import { listLogRows } from './state-queries.ts';

/** The remediation log in its order, with the hashes that chain it. */
export async function listLog(context: Context, input: PageQuery): Promise<Page<LogEntryView>> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const after = input.cursor ? Number(decodeCursor(input.cursor, 1)[0]) : 0;
  const rows = await readVerb(context, (db) => listLogRows(db, tenantId, after, limit + 1));
  return pageOf(rows.map(showLogEntry), limit, ({ seq }) => [seq]);
}
