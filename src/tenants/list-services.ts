import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { type Context, requireScope } from './caller.ts';
import { PAGE_SIZE, type PageQuery } from './page-schemas.ts';
import { readVerb } from './reading.ts';
import { listServiceRows } from './service-queries.ts';
import { type ServiceView, showService } from './service-schemas.ts';

/** The tenant's services by name. */
export async function listServices(context: Context, input: PageQuery): Promise<Page<ServiceView>> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const after = input.cursor ? String(decodeCursor(input.cursor, 1)[0]) : null;
  const rows = await readVerb(context, (db) => listServiceRows(db, tenantId, after, limit + 1));
  const page = pageOf(rows, limit, (row) => [row.sort_key]);
  return { ...page, data: page.data.map((row) => showService(row)) };
}
