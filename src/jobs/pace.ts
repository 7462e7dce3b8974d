import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../kernel/time.ts';

/** From this utilization of the event loop on, others have work for it. */
const BUSY = 0.8;

/** How many times as long as a piece of work took is rested after it, and at most (ms). */
const TIMES = { idle: 1, busy: 19 };
const LONGEST = 2 * SECOND;

/** How long to rest after a piece of work (ms); utilization is between 0 and 1. */
export function restAfter(tookMs: number, utilization: number): number {
  return Math.min(tookMs * (utilization > BUSY ? TIMES.busy : TIMES.idle), LONGEST);
}

/**
 * Makes the rests between pieces of work that can wait, so that however many there are, each kind of
 * work takes at most half of the process and its database, and a twentieth while intake is busy. Call
 * what it returns after each piece, with how long that took (ms).
 */
export function createPace(): (tookMs: number) => Promise<void> {
  let last = performance.eventLoopUtilization();
  return async (tookMs) => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    await sleep(restAfter(tookMs, utilization));
  };
}
