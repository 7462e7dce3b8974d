import { startTicker } from '../jobs/ticker.ts';
import { newToken } from '../kernel/ids.ts';
import { MINUTE } from '../kernel/time.ts';
import {
  type Head,
  keyOf,
  type LeasedLane,
  leaseLanes,
  listHeads,
  releaseLanes,
} from './lane-queries.ts';
import { createLaneRunner, type RunnerOptions } from './lane-runner.ts';
import { repairLanes } from './repair-lanes.ts';
import { restoreLanes } from './restore-lanes.ts';
import { createRounds } from './rounds.ts';

export interface DeliveryWorker {
  /** There may be lanes that are ready. */
  readonly wake: () => void;
  /** Leases nothing more, ends what is under way (10 s at most), gives the rest back. */
  readonly close: () => Promise<void>;
}

/** Requests of this process under way at most, to all destinations together. */
const MOST_IN_FLIGHT = 1_024;

/** Lanes leased in one round: more would keep the process from answering while it sends them. */
const MOST_AT_ONCE = 128;

/** Retries that are due and leases that ended are looked for this often (ms). */
const POLL = 500;

/** Deliveries without a lane are looked for at the start, and then this often (ms). */
const SWEEP = 5 * MINUTE;

/** Between two rounds of leasing while there is much to do (ms). */
const PACE = 5;

/**
 * The delivery engine of this process (decision 0012): leases lanes that are ready, sends the first
 * delivery of each, stores the results in batches and goes on with the lane while it holds more.
 */
export function startWorker(options: RunnerOptions): DeliveryWorker {
  const { store, log } = options;
  const owner = newToken(6);
  let leases = 0;
  let closing = false;

  const lease = async (): Promise<void> => {
    const room = MOST_IN_FLIGHT - runner.inFlight.total();
    if (room <= 0 || closing) return;
    const token = `${owner}-${++leases}`;
    const most = Math.min(room, MOST_AT_ONCE);
    const lanes = await leaseLanes(store.pool, token, most, runner.inFlight.busy());
    if (lanes.length === 0) return;
    if (lanes.length === most) rounds.wake();
    const heads = await listHeads(store.pool, lanes);
    if (closing) return releaseLanes(store.pool, lanes);
    for (const head of heads) runner.start(head);
    await repairLanes(store, withoutHead(lanes, heads));
  };
  const onError = (error: unknown) =>
    log.warn({ err: error }, 'deliveries could not be fetched and will be tried again');
  const rounds = createRounds(lease, PACE, onError);
  const runner = createLaneRunner(options, rounds.wake);
  // Verbs enqueue what people ask for: tests, replays, actions.
  const unsubscribe = store.committed.subscribe(rounds.wake);
  const timer = setInterval(rounds.wake, POLL);
  const sweep = () => restoreLanes(store);
  const swept = sweep().catch(onError);
  const sweeping = startTicker('restoring lanes', SWEEP, sweep, log);
  return {
    wake: rounds.wake,
    close: async () => {
      closing = true;
      unsubscribe();
      clearInterval(timer);
      await Promise.all([swept, sweeping.close()]);
      await rounds.idle();
      await runner.close();
    },
  };
}

function withoutHead(lanes: readonly LeasedLane[], heads: readonly Head[]): LeasedLane[] {
  const found = new Set(heads.map(({ lane }) => keyOf(lane)));
  return lanes.filter((lane) => !found.has(keyOf(lane)));
}
