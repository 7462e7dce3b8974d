import { newId } from '../kernel/ids.ts';
import { formatInstant } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { type DueDigest, takeDueDigests } from './budget-queries.ts';
import { insertNotifications, type NewNotification } from './notification-queries.ts';

/** Digests taken in one transaction. */
const BATCH = 200;

/**
 * The timer's turn: what was held back from a recipient in the last ten minutes is told as one
 * digest. Replicas may run it at once. Returns how many digests were made.
 */
export function sendDueDigests(store: Store): Promise<number> {
  return store.db.transaction().execute(async (tx) => {
    const due = await takeDueDigests(tx, BATCH);
    await insertNotifications(tx, due.map(notificationOf));
    return due.length;
  });
}

function notificationOf(digest: DueDigest): NewNotification {
  const { tenantId, recipientId, means, startedAt, withheld, name } = digest;
  return {
    tenantId,
    notificationId: newId('msg'),
    eventId: `digest ${startedAt}`,
    incidentId: null,
    recipientId,
    recipientName: name,
    means,
    telling: { kind: 'digest', withheld, since: formatInstant(startedAt) },
  };
}
