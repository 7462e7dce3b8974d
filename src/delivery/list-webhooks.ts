import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE, type PageQuery } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { listWebhookRows } from './webhook-queries.ts';
import type { WebhookView } from './webhook-schemas.ts';
import { showWebhooks } from './webhook-view.ts';

/** The tenant's webhooks, oldest first, and how they are doing. For admins. */
export function listWebhooks(
  context: Pick<DeliveryContext, 'store' | 'clock' | 'caller' | 'sealer'>,
  input: PageQuery,
): Promise<Page<WebhookView>> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const [after] = input.cursor ? decodeCursor(input.cursor, 1) : [''];
  return readVerb(context, async (db) => {
    const rows = await listWebhookRows(db, tenantId, 'webhook', String(after), limit + 1);
    const page = pageOf(rows, limit, (row) => [row.webhook_id]);
    return { ...page, data: await showWebhooks(db, context, page.data) };
  });
}
