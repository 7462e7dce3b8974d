import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import type { LogEntryView, LogQuery } from './remediation-schemas.ts';
import { showLogEntry } from './remediation-view.ts';
import { listLogRows, listNewestLogRows } from './state-queries.ts';

/** The remediation log in its order or from its end, with the hashes that chain it. */
export async function listLog(context: Context, input: LogQuery): Promise<Page<LogEntryView>> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const newest = input.order === 'newest';
  const start = newest ? Number.MAX_SAFE_INTEGER : 0;
  const from = input.cursor ? Number(decodeCursor(input.cursor, 1)[0]) : start;
  const list = newest ? listNewestLogRows : listLogRows;
  const rows = await readVerb(context, (db) => list(db, tenantId, from, limit + 1));
  return pageOf(rows.map(showLogEntry), limit, ({ seq }) => [seq]);
}
