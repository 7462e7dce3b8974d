import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { type SubscriberRow, saveSubscriber } from './subscriber-queries.ts';
import type { Subscriptions } from './subscribers-context.ts';

/**
 * Ends a subscription: nothing more is sent, what waits for the endpoint is dropped, and the links
 * to confirm and manage are good no longer. Twice is the same as once.
 */
export async function endSubscription(
  tx: Db,
  { subscriptions, now }: { readonly subscriptions: Subscriptions; readonly now: Instant },
  row: SubscriberRow,
): Promise<SubscriberRow> {
  if (row.unsubscribed_at !== null) return row;
  const { tenant_id: tenantId, hub_id: hubId, subscriber_id: id } = row;
  if (row.channel !== 'email') await subscriptions.channel.close(tx, tenantId, [id]);
  const at = new Date(now);
  return saveSubscriber(tx, { tenantId, hubId }, id, {
    unsubscribed_at: at,
    generation: row.generation + 1,
    confirm_due_at: null,
    // Who has left by mistake may ask to come back at once.
    confirm_sent_at: null,
    updated_at: at,
  });
}
