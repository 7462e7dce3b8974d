import { type Clock, SECOND } from '../kernel/time.ts';
import type { Db, Store } from '../store/connection.ts';
import { createEntryCache } from '../tenants/entry-cache.ts';
import type { Sealer } from '../tenants/sealing.ts';
import { openSecrets } from '../tenants/secrets.ts';

/** Where deliveries go and how, with its secrets in the clear; never leaves the process. */
export interface Destination {
  readonly tenantId: string;
  readonly destinationId: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly verifyTls: boolean;
  readonly ca: string | null;
  readonly timeoutMs: number;
  readonly maxInFlight: number;
  readonly ordering: 'strict' | 'latest' | 'none';
  readonly maxAttempts: number;
  /** Seconds between attempts. */
  readonly delays: readonly number[];
  /** All that are active: each signs. */
  readonly secrets: readonly string[];
}

export interface DestinationBook {
  /**
   * Undefined when it was deleted. `settings` is the version that the lane was leased under, so that
   * what is leased after a change is sent under the new settings.
   */
  readonly get: (lane: {
    readonly tenantId: string;
    readonly destinationId: string;
    readonly settings: string;
  }) => Promise<Destination | undefined>;
}

/** A lane that goes on for long notices a changed setting within this time. */
const TTL = 10 * SECOND;

/** The settings of destinations behind a short-lived bounded cache. */
export function createDestinationBook(source: {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
}): DestinationBook {
  const cache = createEntryCache<Destination>(source.clock, TTL);
  return {
    get: ({ tenantId, destinationId, settings }) =>
      cache.get(`${tenantId} ${destinationId} ${settings}`, () =>
        loadDestination(source.store.db, source, tenantId, destinationId),
      ),
  };
}

async function loadDestination(
  db: Db,
  source: { readonly sealer: Sealer; readonly clock: Clock },
  tenantId: string,
  destinationId: string,
): Promise<Destination | undefined> {
  const row = await db
    .selectFrom('webhooks')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('webhook_id', '=', destinationId)
    .executeTakeFirst();
  if (!row) return undefined;
  const owner = { tenantId, ownerId: destinationId };
  const secrets = await openSecrets(db, source, owner);
  return {
    tenantId,
    destinationId,
    url: row.url,
    headers: row.headers === null ? {} : JSON.parse(source.sealer.open(row.headers, owner)),
    verifyTls: row.verify_tls,
    ca: row.ca,
    timeoutMs: row.timeout_ms,
    maxInFlight: row.max_in_flight,
    ordering: row.ordering,
    maxAttempts: row.max_attempts,
    delays: row.retry_delays,
    secrets: secrets.map(({ text }) => text),
  };
}
