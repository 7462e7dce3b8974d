import { setTimeout as sleep } from 'node:timers/promises';
import { startReceiver } from '../fake-receiver.ts';
import { createLedger, type Ledger } from './receipts.ts';
import { ask, type Story } from './story.ts';

/** Webhooks of the default tenant and the server that all of them lead to. */
export interface Endpoints {
  readonly names: readonly string[];
  readonly ledger: Ledger;
  /** Requests that are being answered now. */
  readonly underWay: () => number;
  /** Resolves when there are quite a few. */
  readonly busy: () => Promise<void>;
  /** Requests answered with 500 so far. */
  readonly refused: () => number;
  /** Resolves when so many events have reached an endpoint; false: not in time. */
  readonly told: (count: number) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

const ENDPOINTS = 10;
/** Requests to one endpoint at once. */
export const IN_FLIGHT = 16;
/** Milliseconds that an answer takes at most, so that a kill finds requests under way. */
const SLOWEST = 100;
/** Requests under way that are worth a fault. */
const BUSY = 20;
const PATIENCE = 120_000;

/** Networks the hub has to be allowed to call. */
export const RECEIVERS = '127.0.0.0/8';

/** `refusals`: the share of requests answered with 500. */
export async function openEndpoints(
  hub: Pick<Story, 'url' | 'rootToken'>,
  refusals: number,
): Promise<Endpoints> {
  const ledger = createLedger();
  let [underWay, refused] = [0, 0];
  const receiver = await startReceiver({
    answer: async (received) => {
      ledger.note(received.path, received);
      underWay++;
      await sleep(Math.random() * SLOWEST);
      underWay--;
      if (Math.random() >= refusals) return 200;
      refused++;
      return 500;
    },
  });
  const names = Array.from({ length: ENDPOINTS }, (_, number) => `/hooks/${number}`);
  for (const name of names) {
    const settings = { timeout_ms: 5_000, max_in_flight: IN_FLIGHT, order: 'strict' };
    const retry = { max_attempts: 20, delays_s: [1] };
    const body = { name, url: `${receiver.url}${name}`, event_types: '*', ...settings, retry };
    if ((await ask(hub, '/outbound-webhooks', body)) === null) {
      throw new Error('The hub does not answer.');
    }
  }
  const told = async (count: number) => {
    const until = Date.now() + PATIENCE;
    while (ledger.told() < count && Date.now() < until) await sleep(5);
    return ledger.told() >= count;
  };
  const busy = async () => {
    for (const until = Date.now() + PATIENCE; underWay < BUSY && Date.now() < until; )
      await sleep(1);
  };
  const counts = { underWay: () => underWay, refused: () => refused };
  return { names, ledger, ...counts, told, busy, close: receiver.close };
}
