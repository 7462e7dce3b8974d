import { showReceipt } from '../ingress/list-receipts.ts';
import { listReceipts, type ReceiptRow } from '../ingress/queries.ts';
import { type ReceiptQuery, ReceiptView } from '../ingress/receipt-schemas.ts';
import type { Page } from '../kernel/cursors.ts';
import { notFound } from '../kernel/errors.ts';
import { requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE, pageSchema } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import { findService } from '../tenants/service-queries.ts';
import type { StatusContext } from './status-context.ts';

export const HookReceiptPage = pageSchema(ReceiptView);

/**
 * What came to a service's StatusHub hook, newest first: refusals, and one accepted post a minute.
 * Bodies are shown to responders and admins only.
 */
export function listHookReceipts(
  context: StatusContext,
  input: ReceiptQuery & { readonly id: string },
): Promise<Page<ReceiptView>> {
  requireScope(context, 'viewer');
  const { tenantId, scope } = context.caller;
  const { id, limit = PAGE_SIZE, ...filter } = input;
  return readVerb(context, async (db) => {
    if (!(await findService(db, tenantId, id))) throw notFound('The service');
    const page = await listReceipts(db, tenantId, id, { ...filter, limit });
    const show = (row: ReceiptRow) => showReceipt(row, scope !== 'viewer');
    return { ...page, data: page.data.map(show) };
  });
}
