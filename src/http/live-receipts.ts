import type { LiveFeed } from '../incidents/live-feed.ts';
import type { LiveReceipts } from '../incidents/live-schemas.ts';
import type { ReceiptWatch } from '../ingress/receipt-watch.ts';
import { startTicker, type Ticker } from '../jobs/ticker.ts';
import { SECOND } from '../kernel/time.ts';
import type { StoreLog } from '../store/log.ts';

/**
 * Tells the viewers of each tenant, every second, at which integrations requests have come: for
 * "waiting for the first alert", whichever replica received it.
 */
export function tellReceipts(watch: ReceiptWatch, live: LiveFeed, log: StoreLog): Ticker {
  const look = async () => {
    for (const { tenantId, integrationId, accepted, refused } of await watch.news(live.tenants)) {
      const data: LiveReceipts = { id: integrationId, accepted, refused };
      live.tell(tenantId, 'integration', JSON.stringify(data));
    }
  };
  return startTicker('telling of receipts', SECOND, look, log);
}
