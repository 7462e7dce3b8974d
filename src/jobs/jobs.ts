import type pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { StoreLog } from '../store/log.ts';

/** Work that is due by the clock, on one replica at a time. */
export interface RecurringJob {
  readonly name: string;
  /** Five fields, UTC, e.g. `17 * * * *`. */
  readonly cron: string;
  readonly run: () => Promise<void>;
}

export interface Jobs {
  readonly close: () => Promise<void>;
}

/**
 * Runs the jobs by pg-boss in its own schema: each due run is taken by one replica, a failed one is
 * tried again. This room knows no job by name; `app` hands the list over.
 */
export async function startJobs(
  pool: pg.Pool,
  jobs: readonly RecurringJob[],
  log: StoreLog,
): Promise<Jobs> {
  // Our pool instead of one of its own: connections that break are dealt with in one place.
  const db = { executeSql: (text: string, values?: unknown[]) => pool.query(text, values) };
  const boss = new PgBoss({ db, schema: 'jobs' });
  boss.on('error', (error) => log.warn({ err: error }, 'background jobs met an error'));
  await boss.start();
  for (const { name, cron, run } of jobs) {
    await boss.createQueue(name, { retryLimit: 3, retryDelay: 30, retryBackoff: true });
    await boss.schedule(name, cron, null, { tz: 'UTC' });
    await boss.work(name, { pollingIntervalSeconds: 10 }, async () => run());
  }
  return { close: () => boss.stop({ graceful: true, timeout: 5_000 }) };
}
