import { createPace } from '../jobs/pace.ts';
import { startTicker } from '../jobs/ticker.ts';
import { lookForAlerts } from './look-for-alerts.ts';
import { type Chat, startRefiner } from './refiner.ts';
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
 * Triages what waits, one incident after another, and rests after each (`jobs/pace.ts`). `chat`: a
 * model that is asked about the results, or null.
 */
export function startTriage(given: TriageDeps, chat: Chat | null): TriageWorker {
  const deps = { ...given, model: chat?.model.name ?? null };
  let closed = false;
  let again = false;
  let running: Promise<void> | null = null;
  const rest = createPace();
  const drain = async () => {
    do {
      again = false;
      let began = performance.now();
      while (!closed && (await triageNext(deps))) {
        await rest(performance.now() - began);
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
  const refiner = chat && startRefiner(deps, chat);
  const looking = startTicker('looking for new alerts of incidents', LOOK, look, deps.log);
  return {
    wake,
    close: async () => {
      closed = true;
      clearInterval(timer);
      await Promise.all([looking.close(), refiner?.close()]);
      await running;
    },
  };
}
