import { DAY, type Instant } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { deleteOldBudgets } from './budget-queries.ts';
import { deleteNotificationsBefore } from './notification-queries.ts';

/** Days that the history of notifications is kept. */
const KEEP_DAYS = 30;

/** Deletes the history that is older than 30 days. */
export async function forgetOldNotifications(store: Store, now: Instant): Promise<void> {
  await deleteNotificationsBefore(store.db, new Date(now - KEEP_DAYS * DAY));
  await deleteOldBudgets(store.db);
}
