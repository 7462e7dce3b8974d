import type { Clock } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { deleteEnded } from './auth-queries.ts';

/** Housekeeping: drops sessions, challenges and links that have ended; none of them counts any more. */
export async function forgetOldSessions(context: {
  readonly store: Store;
  readonly clock: Clock;
}): Promise<void> {
  await deleteEnded(context.store.db, new Date(context.clock()));
}
