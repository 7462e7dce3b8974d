import { SECOND } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { extendOverdueLeases, takeBackUnstarted } from './runner-queries.ts';

/** Runs are looked at every second: one that nobody has looked at for this long (ms), nobody could. */
const AWAY_AFTER = 15 * SECOND;

/** What runners get to say that they are still there (ms); they ask every few seconds. */
const GRACE = 30 * SECOND;

/**
 * Deals with leases of runners that ran out, before anybody gives their steps up. While no hub was there
 * none could be renewed, so they go on for a while; what was claimed and never allowed to start has not
 * run, and is there for the next claim.
 */
export async function forgiveLapses(db: Db, now: number): Promise<void> {
  await extendOverdueLeases(db, {
    awayFrom: new Date(now - AWAY_AFTER),
    leasedUntil: new Date(now + GRACE),
  });
  await takeBackUnstarted(db, new Date(now));
}
