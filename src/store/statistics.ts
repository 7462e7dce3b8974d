import { sql } from 'kysely';
import type { Store } from './connection.ts';
import type { StoreLog } from './log.ts';

const FIRST_THRESHOLDS = [500, 5_000, 50_000];

// Only what queries look things up by: sampling the texts and JSON of wide rows costs half a second.
const KEY_COLUMNS = [
  'alerts (tenant_id, alert_id, incident_id, first_seen_at)',
  'incidents (tenant_id, incident_id, progress, service_id)',
  'timeline_entries (tenant_id, incident_id, seq)',
  'slots (tenant_id, rule_id, group_key)',
].join(', ');

/** Keeps the planner's statistics of the hot tables close to what this process writes. */
export interface StatisticsKeeper {
  /** Counts rows just written to the hot tables. Returns at once and never throws. */
  readonly wrote: (rows: number) => void;
  /** Waits for a run under way; nothing runs afterwards. */
  readonly close: () => Promise<void>;
}

/**
 * Runs `analyze` of the hot tables in the background after 500, 5,000 and 50,000 rows and then at
 * every doubling, one run at a time. Without statistics the planner reads a tenant's whole table
 * for each key, and autovacuum comes a minute too late for a burst on fresh tables.
 */
export function createStatisticsKeeper(store: Store, log: StoreLog): StatisticsKeeper {
  let written = 0;
  let passed = 0;
  let closed = false;
  let running: Promise<void> | undefined;

  async function analyze(): Promise<void> {
    try {
      await sql`analyze ${sql.raw(KEY_COLUMNS)}`.execute(store.db);
    } catch (error) {
      log.warn({ err: error }, 'statistics of the hot tables could not be refreshed');
    }
    running = undefined;
    startWhenDue();
  }

  function startWhenDue(): void {
    if (running || closed || written < nextThreshold(passed)) return;
    while (nextThreshold(passed) <= written) passed = nextThreshold(passed);
    running = analyze();
  }

  return {
    wrote(rows) {
      written += rows;
      startWhenDue();
    },
    async close() {
      closed = true;
      await running;
    },
  };
}

/** The first threshold above `passed`: 500, 5,000, 50,000, 100,000, 200,000 … */
export function nextThreshold(passed: number): number {
  return FIRST_THRESHOLDS.find((threshold) => threshold > passed) ?? passed * 2;
}
