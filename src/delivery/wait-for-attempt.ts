import { setTimeout as pause } from 'node:timers/promises';
import { SECOND } from '../kernel/time.ts';
import type { Context } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import { type AttemptRow, listAttemptsOf } from './history-queries.ts';

/** Waited beyond the deadline of an attempt (ms): it is queued before and stored after. */
export const WAIT_BEYOND = 2 * SECOND;

/** Milliseconds between looks: the first ones come soon, because most receivers are quick. */
const SOONEST = 20;
const LATEST = 100;

/**
 * Waits for the first attempt of a delivery, at most `most` milliseconds; undefined when none was
 * made by then. To be called outside of transactions: whoever sends must see the delivery.
 */
export async function waitForAttempt(
  context: Context,
  deliveryId: string,
  most: number,
): Promise<AttemptRow | undefined> {
  const { tenantId } = context.caller;
  const until = performance.now() + most;
  for (let wait = SOONEST; ; wait = Math.min(wait * 1.5, LATEST)) {
    const [first] = await readVerb(context, (db) => listAttemptsOf(db, tenantId, deliveryId));
    const left = until - performance.now();
    if (first || left <= 0) return first;
    await pause(Math.min(wait, left));
  }
}
