import { setTimeout as sleep } from 'node:timers/promises';
import type { Registry } from 'prom-client';
import { type Clock, SECOND } from '../kernel/time.ts';
import type { OutboundClient } from '../outbound/client.ts';
import type { Store } from '../store/connection.ts';
import { openLane } from '../store/group-commit.ts';
import type { StoreLog } from '../store/log.ts';
import type { Sealer } from '../tenants/sealing.ts';
import { type Completed, completeBatch, type Finished } from './completion.ts';
import { createDeliveryMetrics } from './delivery-metrics.ts';
import { createDestinationBook } from './destinations.ts';
import { createInFlight, type InFlight } from './in-flight.ts';
import { type Head, releaseLanes } from './lane-queries.ts';
import { noteActions } from './note-actions.ts';
import { healthNoter } from './note-health.ts';
import { sendDelivery } from './send-delivery.ts';

export interface RunnerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly outbound: OutboundClient;
  readonly log: StoreLog;
  readonly metrics: Registry;
  readonly userAgent: string;
}

/** Works through leased lanes. */
export interface LaneRunner {
  /** Sends the lane's deliveries one after another, from `head` on, while the lease goes on. */
  readonly start: (head: Head) => void;
  readonly inFlight: InFlight;
  /** Begins no further delivery, waits 8 s at most for those under way, cuts the others off. */
  readonly close: () => Promise<void>;
}

/** How long closing waits for requests under way (ms). */
const GRACE = 8 * SECOND;

/** Results stored in one transaction at most, and waiting at most. */
const BATCH = 256;
const CAPACITY = 65_536;

/** `freed` is called when a lane has ended, so that another can be leased in its place. */
export function createLaneRunner(options: RunnerOptions, freed: () => void): LaneRunner {
  const { store, log, outbound } = options;
  const inFlight = createInFlight();
  const metrics = createDeliveryMetrics(options.metrics, inFlight.total);
  const destinations = createDestinationBook(options);
  const send = { ...options, random: Math.random };
  const results = openResults(options);
  const running = new Set<Promise<void>>();
  let closing = false;

  /** One delivery: sent and stored. Resolves to the lane's next one. */
  const step = async (head: Head): Promise<Head | null> => {
    const destination = await destinations.get(head.lane);
    const finished = destination ? await sendDelivery(send, head, destination) : null;
    if (!finished) {
      await releaseLanes(store.pool, [head.lane]);
      return null;
    }
    metrics.attempted(finished);
    const { next } = await results.submit({ ...finished, keep: finished.keep && !closing });
    return next;
  };

  const run = async (first: Head): Promise<void> => {
    inFlight.add(first.lane, 1);
    try {
      for (let head: Head | null = first; head; ) head = await step(head);
    } catch (error) {
      // The lease ends by itself, and the delivery is sent again.
      log.warn({ err: error }, 'the result of a delivery could not be stored');
    } finally {
      inFlight.add(first.lane, -1);
      freed();
    }
  };
  return {
    start: (head) => {
      const lane = run(head).finally(() => running.delete(lane));
      running.add(lane);
    },
    inFlight,
    close: async () => {
      closing = true;
      const late = new AbortController();
      const waited = sleep(GRACE, undefined, { signal: late.signal }).catch(() => {});
      await Promise.race([Promise.all(running), waited]);
      late.abort();
      await outbound.close();
      await Promise.all(running);
      await results.close();
    },
  };
}

/** Results are stored in batches: whatever ends while one is being stored forms the next. */
function openResults(options: RunnerOptions) {
  const { store, clock } = options;
  const noteHealth = healthNoter({ ...options, random: Math.random });
  return openLane<Finished, Completed>({
    connection: store.connection,
    capacity: CAPACITY,
    maxBatch: BATCH,
    weightOf: () => 1,
    tenantOf: ({ head }) => head.lane.tenantId,
    run: async (client, batch) => {
      const completed = await completeBatch(client, batch, { clock, noteHealth, noteActions });
      // Actions leave events of their own.
      if (batch.some(({ head }) => head.origin === 'action')) store.committed.notify();
      return completed;
    },
  });
}
