import type pg from 'pg';
import { newToken } from '../kernel/ids.ts';
import type { Clock } from '../kernel/time.ts';
import { type Lane, openLane } from '../store/group-commit.ts';
import { commitBatch } from './commit.ts';
import type { IntakeJob, JobResult } from './job.ts';

/** Alerts waiting at most in one lane: about a second's work; beyond it senders get a 503. */
const CAPACITY = 16_384;

/** Alerts in one transaction at most (a larger request runs alone). */
const MAX_BATCH = 256;

export interface LanesOptions {
  readonly connection: pg.ClientConfig;
  readonly lanes: number;
  readonly clock: Clock;
  readonly wrote: (rows: number) => void;
}

export interface Lanes {
  readonly submit: (job: IntakeJob) => Promise<JobResult>;
  readonly depth: () => number;
  readonly close: () => Promise<void>;
}

/**
 * The lanes of this process, each with its own connection. Which one a request takes (by tenant and
 * first key, so that repeats of an alert meet in one batch) is an optimisation: correctness comes
 * from the row locks.
 */
export function openLanes({ connection, lanes, clock, wrote }: LanesOptions): Lanes {
  const process = newToken(6);
  const open = Array.from({ length: lanes }, (_, index) =>
    openLane<IntakeJob, JobResult>({
      connection,
      capacity: CAPACITY,
      maxBatch: MAX_BATCH,
      weightOf: ({ events }) => Math.max(1, events.length),
      tenantOf: ({ terms }) => terms.tenantId,
      run: (client, jobs) =>
        commitBatch(client, jobs, { clock, writer: `${process}-${index}`, wrote }),
    }),
  );
  const laneOf = ({ events, terms }: IntakeJob): Lane<IntakeJob, JobResult> => {
    const lane = open[spread(events[0]?.alertId ?? terms.tenantId) % open.length];
    if (!lane) throw new RangeError('There must be at least one lane.');
    return lane;
  };
  return {
    submit: (job) => laneOf(job).submit(job),
    depth: () => open.reduce((sum, lane) => sum + lane.depth(), 0),
    close: async () => {
      await Promise.all(open.map((lane) => lane.close()));
    },
  };
}

/** Alert ids are hashes already: their last characters spread evenly. */
function spread(id: string): number {
  return id.charCodeAt(id.length - 1) + 32 * id.charCodeAt(id.length - 2);
}
