import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE, type PageQuery } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import type { ActionView } from './custom-action-schemas.ts';
import { showActions } from './custom-action-view.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { listWebhookRows } from './webhook-queries.ts';

/** The tenant's custom actions, oldest first. For admins. */
export function listCustomActions(
  context: Pick<DeliveryContext, 'store' | 'clock' | 'caller' | 'sealer'>,
  input: PageQuery,
): Promise<Page<ActionView>> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const [after] = input.cursor ? decodeCursor(input.cursor, 1) : [''];
  return readVerb(context, async (db) => {
    const rows = await listWebhookRows(db, tenantId, 'action', String(after), limit + 1);
    const page = pageOf(rows, limit, (row) => [row.webhook_id]);
    return { ...page, data: await showActions(db, context, page.data) };
  });
}
