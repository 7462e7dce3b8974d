import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';

// How subscribers with a URL are reached. This room says what is sent and to whom; sending it is the
// delivery room's business, which implements this and is handed over by app.ts.

/** Where a subscriber of a webhook or chat is told. */
export interface SubscriberEndpoint {
  readonly tenantId: string;
  readonly subscriberId: string;
  /** What people call it: the URL's host. */
  readonly label: string;
  readonly url: string;
  readonly now: Instant;
}

/** Something that one endpoint is told. */
export interface ChannelDelivery {
  readonly tenantId: string;
  readonly subscriberId: string;
  readonly deliveryId: string;
  /** Sent as `webhook-id`: the same for every attempt. */
  readonly eventId: string;
  readonly eventType: string;
  /** The report or maintenance: what an endpoint is told about it arrives in order. */
  readonly subjectId: string;
  readonly at: Instant;
  /** The exact bytes, JSON. */
  readonly body: string;
}

/** How a delivery stands. */
export interface ChannelOutcome {
  readonly state: 'pending' | 'sent' | 'failed';
  /** Why it failed, or failed last, for people. */
  readonly reason: string | null;
  readonly attempts: number;
  /** Of the last attempt; null before the first. */
  readonly at: Instant | null;
}

export interface SubscriberChannel {
  /** Why the URL can never be called, or null. No DNS. */
  readonly faultOf: (url: string) => string | null;
  /**
   * Makes the endpoint of a subscriber; one that was disabled works again, without what waited for
   * it.
   */
  readonly open: (tx: Db, endpoint: SubscriberEndpoint) => Promise<void>;
  /** Ends the endpoints with all that waits for them. */
  readonly close: (tx: Db, tenantId: string, subscriberIds: readonly string[]) => Promise<void>;
  /** The same, with what was sent to them and where: their URLs are nowhere any more. */
  readonly erase: (tx: Db, tenantId: string, subscriberIds: readonly string[]) => Promise<void>;
  /** What its deliveries are signed with (Standard Webhooks); null without an endpoint. */
  readonly secretOf: (db: Db, tenantId: string, subscriberId: string) => Promise<string | null>;
  /**
   * Adds deliveries of one tenant, inside the transaction that causes them. Returns why for each
   * subscriber that is not told, because its endpoint is disabled or gone.
   */
  readonly enqueue: (
    tx: Db,
    tenantId: string,
    deliveries: readonly ChannelDelivery[],
  ) => Promise<ReadonlyMap<string, string>>;
  /** By delivery id. */
  readonly outcomesOf: (
    db: Db,
    tenantId: string,
    deliveries: readonly Pick<ChannelDelivery, 'subscriberId' | 'deliveryId'>[],
  ) => Promise<ReadonlyMap<string, ChannelOutcome>>;
}
