import { DAY } from '../kernel/time.ts';
import { transact } from '../store/transaction.ts';
import { listForgettable } from './confirmation-queries.ts';
import { deleteOldMessages } from './message-queries.ts';
import { CONFIRM_VALIDITY } from './subscriber-links.ts';
import { deleteSubscriberRow } from './subscriber-queries.ts';
import type { NoticeDeps } from './subscribers-context.ts';

/** Who has left is erased after that; until then a list that is imported again knows of it. */
const LEFT_VALIDITY = 30 * DAY;

/** How long it is known who was told what. */
const MESSAGE_VALIDITY = 90 * DAY;

const BATCH = 500;

/**
 * Erases subscribers who never confirmed, or left a while ago, with their endpoints; and who was told
 * what, after three months. What was announced stays, so that nothing is ever told twice.
 */
export async function forgetOldSubscribers({
  store,
  clock,
  subscriptions,
}: Pick<NoticeDeps, 'store' | 'clock' | 'subscriptions'>): Promise<void> {
  const now = clock();
  const unanswered = new Date(now - CONFIRM_VALIDITY - DAY);
  const left = new Date(now - LEFT_VALIDITY);
  let found = BATCH;
  while (found === BATCH) {
    found = await transact(store, async (tx) => {
      const rows = await listForgettable(tx, { unanswered, left }, BATCH);
      for (const { tenant_id: tenantId, hub_id: hubId, subscriber_id: id, channel } of rows) {
        if (channel !== 'email') await subscriptions.channel.erase(tx, tenantId, [id]);
        await deleteSubscriberRow(tx, { tenantId, hubId }, id);
      }
      return rows.length;
    });
  }
  await deleteOldMessages(store.db, new Date(now - MESSAGE_VALIDITY));
}
