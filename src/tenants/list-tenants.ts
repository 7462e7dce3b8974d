import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { type Context, requireOperator } from './caller.ts';
import { PAGE_SIZE, type PageQuery } from './page-schemas.ts';
import { listTenantRows } from './queries.ts';
import { readVerb } from './reading.ts';
import { showTenant, type TenantView } from './tenant-schemas.ts';

/** All tenants by slug, a page at a time. For the operator only (403). */
export async function listTenants(context: Context, input: PageQuery): Promise<Page<TenantView>> {
  requireOperator(context);
  const limit = input.limit ?? PAGE_SIZE;
  const [after] = input.cursor ? decodeCursor(input.cursor, 1) : [''];
  const rows = await readVerb(context, (db) => listTenantRows(db, String(after), limit + 1));
  return pageOf(rows.map(showTenant), limit, (tenant) => [tenant.id]);
}
