import { startTicker } from '../jobs/ticker.ts';
import { HOUR, SECOND } from '../kernel/time.ts';
import type { StoreLog } from '../store/log.ts';
import { expandNotices } from './expand-notices.ts';
import { forgetOldSubscribers } from './forget-old-subscribers.ts';
import { sendConfirmations } from './send-confirmations.ts';
import { sendNotices } from './send-notices.ts';
import { settleDeliveries } from './settle-deliveries.ts';
import type { NoticeDeps } from './subscribers-context.ts';

/** What a status page's subscribers are told, step by step; each claims its rows itself. */
const STEPS = {
  'writing whom notices are told': expandNotices,
  'sending notices by mail': sendNotices,
  'sending confirmations': sendConfirmations,
  'noting what came of notices': settleDeliveries,
} as const;

/** Milliseconds between two looks at what is due. */
const EVERY = 0.5 * SECOND;

/** Tells subscribers, on every replica. Closing ends what is under way and begins nothing more. */
export function startNotices(deps: NoticeDeps & { readonly log: StoreLog }): {
  readonly close: () => Promise<void>;
} {
  let isClosing = false;
  const tickers = Object.entries(STEPS).map(([name, step]) =>
    startTicker(name, EVERY, () => step(deps, () => isClosing), deps.log),
  );
  const forget = () => forgetOldSubscribers(deps);
  tickers.push(startTicker('forgetting old subscribers', HOUR, forget, deps.log));
  return {
    close: async () => {
      isClosing = true;
      await Promise.all(tickers.map((ticker) => ticker.close()));
    },
  };
}
