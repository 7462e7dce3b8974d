import { conflict } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import { holdWebhook, type WebhookRow } from './webhook-queries.ts';

/**
 * The webhook that deliveries are added for, kept from being deleted meanwhile. 409
 * `webhook_disabled` when nothing would be sent; undefined when it does not exist.
 */
export async function holdEnabledWebhook(
  tx: Db,
  tenantId: string,
  webhookId: string,
): Promise<WebhookRow | undefined> {
  const row = await holdWebhook(tx, tenantId, { kind: 'webhook', id: webhookId });
  if (row && !row.enabled) throw webhookDisabled(row);
  return row;
}

function webhookDisabled({ disabled_reason: reason }: WebhookRow) {
  return conflict(
    'webhook_disabled',
    'The webhook is disabled, so nothing would be sent. Enable it first: PATCH {"enabled": true}.',
    reason === null ? {} : { reason },
  );
}
