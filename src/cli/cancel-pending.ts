import { cancelDeliveries } from '../delivery/cancel-unsent.ts';
import { cancelUndispatched } from '../incidents/cancel-unsent.ts';
import { cancelNotifications } from '../notify/cancel-unsent.ts';
import { cancelNotices } from '../status-page/cancel-unsent.ts';
import type { Db } from '../store/connection.ts';

const REASON = 'Restored from a backup quietly.';

/** Nothing that was waiting to be sent is sent any more, to anybody. */
export async function cancelPending(tx: Db): Promise<void> {
  await cancelUndispatched(tx);
  await cancelDeliveries(tx);
  await cancelNotifications(tx, REASON);
  await cancelNotices(tx, REASON);
}
