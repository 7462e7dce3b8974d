import { type Instant, MINUTE } from '../kernel/time.ts';
import type { RefusedCount } from './queries.ts';

const MAX_COUNTS = 10_000;

type Count = { -readonly [Field in keyof RefusedCount]: RefusedCount[Field] } & { written: number };

/** A total that is on its way to the database. */
export interface DueCount extends RefusedCount {
  readonly key: string;
}

/** Refusals of each integration and minute, as totals of this process: bounded, oldest go first. */
export function createRefusedCounts() {
  const counts = new Map<string, Count>();
  return {
    add(tenantId: string, integrationId: string, now: Instant): void {
      const minute = now - (now % MINUTE);
      const key = `${tenantId} ${integrationId} ${minute}`;
      const count = counts.get(key);
      if (count) {
        count.refused++;
        return;
      }
      if (counts.size >= MAX_COUNTS) counts.delete(counts.keys().next().value ?? key);
      counts.set(key, { tenantId, integrationId, minute, refused: 1, written: 0 });
    },

    /** Totals which the database does not have yet, at most `limit`. */
    due(limit: number): DueCount[] {
      const due: DueCount[] = [];
      for (const [key, count] of counts) {
        if (count.refused > count.written) due.push({ key, ...count });
        if (due.length === limit) break;
      }
      return due;
    },

    /** Notes what was written. Minutes that are over and complete are forgotten. */
    settle(written: readonly DueCount[], now: Instant): void {
      const current = now - (now % MINUTE);
      for (const { key, refused } of written) {
        const count = counts.get(key);
        if (count) count.written = refused;
      }
      for (const [key, count] of counts) {
        if (count.minute < current && count.written === count.refused) counts.delete(key);
      }
    },
  };
}
