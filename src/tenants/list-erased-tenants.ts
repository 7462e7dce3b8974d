import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { type Context, requireOperator } from './caller.ts';
import { listErasedTenantRows } from './erasure-queries.ts';
import { type ErasedTenant, showErasedTenant } from './erasure-schemas.ts';
import { PAGE_SIZE, type PageQuery } from './page-schemas.ts';
import { readVerb } from './reading.ts';

/** Tenants that were erased or are being erased, newest first. For the operator only (403). */
export async function listErasedTenants(
  context: Context,
  input: PageQuery,
): Promise<Page<ErasedTenant>> {
  requireOperator(context);
  const limit = input.limit ?? PAGE_SIZE;
  const [cursor] = input.cursor ? decodeCursor(input.cursor, 1) : [null];
  const before = cursor === null ? null : instantOf(cursor);
  const rows = await readVerb(context, (db) => listErasedTenantRows(db, before, limit + 1));
  const at = ({ requested_at }: ErasedTenant) => [Date.parse(requested_at)];
  return pageOf(rows.map(showErasedTenant), limit, at);
}

/** What is no instant is before all of them. */
function instantOf(cursor: string | number | undefined): Date {
  const at = new Date(Number(cursor));
  return Number.isNaN(at.getTime()) ? new Date(0) : at;
}
