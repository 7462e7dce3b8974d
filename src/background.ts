import type { Logger } from 'pino';
import { closeDueIncidents } from './incidents/close-due-incidents.ts';
import { closeSilentIncidents } from './incidents/close-silent-incidents.ts';
import { trimLiveLogs } from './incidents/live-retention.ts';
import { applyRetention } from './incidents/retention.ts';
import { wakeDueIncidents } from './incidents/wake-due-incidents.ts';
import { forgetOldCounts } from './ingress/forget-old-counts.ts';
import { type RecurringJob, startJobs } from './jobs/jobs.ts';
import { startTicker } from './jobs/ticker.ts';
import { type Clock, DAY, SECOND } from './kernel/time.ts';
import { forgetOldNotifications } from './notify/forget-old-notifications.ts';
import { forgetOldRuns } from './remediation/forget-old-runs.ts';
import { settleDueMaintenances } from './status-page/due-maintenances.ts';
import type { Store } from './store/connection.ts';
import {
  dropOldPartitions,
  ensurePartitions,
  PARTITIONED_TABLES,
  type PartitionedTable,
} from './store/partitions.ts';
import { eraseMembers } from './tenants/erase-members.ts';
import { eraseTenants } from './tenants/erase-tenants.ts';
import { forgetOldReplies } from './tenants/forget-old-replies.ts';
import { forgetOldTriages } from './triage/forget-old-triages.ts';

/** Days that rows of the tables with day partitions are kept (domain, "Retention"). */
const KEEP_DAYS: Readonly<Record<PartitionedTable, number>> = {
  alert_events: 30,
  alert_outbox: 7,
  delivery_attempts: 7,
  outbox: 7,
  // A day more than the attempts that show them.
  payloads: 8,
  receipts: 7,
};

/** Due times on the rows themselves (decision 0006), looked at every second. */
const DUE = {
  'closing recovered incidents': closeDueIncidents,
  'closing silent incidents': closeSilentIncidents,
  'waking snoozed incidents': wakeDueIncidents,
  'beginning and ending maintenances': settleDueMaintenances,
} as const;

/** What background work needs. */
export interface Background {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What is due by the clock. Started after listening, so that it delays no start. */
export function runInBackground(
  { store, clock, log }: Background,
  closers: (() => Promise<unknown>)[],
): void {
  const deps = { store, clock };
  for (const [name, work] of Object.entries(DUE)) {
    closers.push(startTicker(name, SECOND, () => work(deps), log).close);
  }
  runErasures(deps, log, closers);
  closers.push(startTicker('trimming live logs', 10 * SECOND, () => trimLiveLogs(deps), log).close);
  const jobs = startJobs(store.pool, recurringJobs(store, clock), log);
  jobs.catch((error) => log.error({ err: error }, 'background jobs could not be started'));
  closers.push(async () => (await jobs.catch(() => undefined))?.close());
}

function runErasures(
  deps: Pick<Background, 'store' | 'clock'>,
  log: Logger,
  closers: (() => Promise<unknown>)[],
): void {
  let stopping = false;
  const erase = async () => {
    await eraseTenants(deps);
    await eraseMembers({ ...deps, isStopping: () => stopping });
  };
  const ticker = startTicker('erasing tenants and members', 2 * SECOND, erase, log);
  closers.push(async () => {
    stopping = true;
    await ticker.close();
  });
}

function recurringJobs(store: Store, clock: Clock): readonly RecurringJob[] {
  const partitions = async () => {
    await ensurePartitions(store, clock());
    for (const table of PARTITIONED_TABLES) {
      await dropOldPartitions(store, table, KEEP_DAYS[table], clock());
    }
  };
  const retention = async () => {
    await applyRetention(store, clock());
    await forgetOldCounts(store, clock() - KEEP_DAYS.receipts * DAY);
    await forgetOldNotifications(store, clock());
    await forgetOldTriages(store, clock());
    await forgetOldRuns(store, clock());
  };
  return [
    { name: 'partitions', cron: '11 * * * *', run: partitions },
    { name: 'retention', cron: '41 3 * * *', run: retention },
    { name: 'old-replies', cron: '26 * * * *', run: () => forgetOldReplies({ store, clock }) },
  ];
}
