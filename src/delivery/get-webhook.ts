import { notFound } from '../kernel/errors.ts';
import { requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { findWebhook } from './webhook-queries.ts';
import type { WebhookView } from './webhook-schemas.ts';
import { showWebhook } from './webhook-view.ts';

/** One webhook. For admins: URLs are secrets as a rule. */
export function getWebhook(
  context: Pick<DeliveryContext, 'store' | 'clock' | 'caller' | 'sealer'>,
  input: { readonly id: string },
): Promise<WebhookView> {
  requireScope(context, 'admin');
  return readVerb(context, async (db) => {
    const key = { kind: 'webhook', id: input.id } as const;
    const row = await findWebhook(db, context.caller.tenantId, key);
    if (!row) throw notFound('The webhook');
    return showWebhook(db, context, row);
  });
}
