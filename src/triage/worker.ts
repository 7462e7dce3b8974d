import { setTimeout as sleep } from 'node:timers/promises';
import { startTicker } from '../jobs/ticker.ts';
import { lookForAlerts } from './look-for-alerts.ts';
import { type TriageDeps, triageNext } from './triage-next.ts';

/** Triages incidents of this process. */
export interface TriageWorker {
  /** There may be incidents that wait. */
  readonly wake: () => void;
  /** Waits for what is under way; nothing starts afterwards. */
  readonly close: () => Promise<void>;
}

/** What became due by the clock, or was left behind by a crash, is looked for this often (ms). */
const POLL = 500;

/** New alerts of open incidents are looked for this often (ms). */
const LOOK = 2_000;

/**
 * Triages what waits, one incident after another. After each it rests for as long as it took:
 * however many wait, half of the time of this process and its database is left to intake.
 */
export function startTriage(deps: TriageDeps): TriageWorker {
  let closed = false;
  let again = false;
  let running: Promise<void> | null = null;
  const drain = async () => {
    do {
      again = false;
      let began = performance.now();
      while (!closed && (await triageNext(deps))) {
        await sleep(performance.now() - began);
        began = performance.now();
      }
    } while (again && !closed);
  };
  const wake = () => {
    again = true;
    if (closed || running) return;
    running = drain()
      .catch((error) => {
        deps.log.warn({ err: error }, 'incidents could not be triaged and will be tried again');
      })
      .finally(() => {
        running = null;
      });
  };
  const timer = setInterval(wake, POLL);
  const look = lookForAlerts(deps.store);
  const looking = startTicker('looking for new alerts of incidents', LOOK, look, deps.log);
  return {
    wake,
    close: async () => {
      closed = true;
      clearInterval(timer);
      await looking.close();
      await running;
    },
  };
}
