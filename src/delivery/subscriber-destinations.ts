import type { Clock, Instant } from '../kernel/time.ts';
import type { OutboundClient } from '../outbound/client.ts';
import type { Db } from '../store/connection.ts';
import type { Sealer } from '../tenants/sealing.ts';
import { addSecret, openSecrets } from '../tenants/secrets.ts';
import { enqueueDeliveries } from './enqueue.ts';
import { newWebhookSecret } from './signing.ts';
import {
  type DeliveryState,
  deleteEndpoints,
  dropWaiting,
  type EndpointState,
  eraseEndpoints,
  holdEndpoints,
  listDeliveryStates,
  saveEndpoint,
} from './subscriber-queries.ts';

/** An endpoint of a status page's subscriber; its id is the subscriber's. */
export interface Endpoint {
  readonly tenantId: string;
  readonly subscriberId: string;
  readonly label: string;
  readonly url: string;
  readonly now: Instant;
}

/** A body for one endpoint. Those about one subject go out one after another. */
export interface EndpointDelivery {
  readonly tenantId: string;
  readonly subscriberId: string;
  readonly deliveryId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly subjectId: string;
  readonly at: Instant;
  readonly body: string;
}

/** How a delivery stands, as the status page's room asks for it. */
export interface EndpointOutcome {
  readonly state: 'pending' | 'sent' | 'failed';
  readonly reason: string | null;
  readonly attempts: number;
  readonly at: Instant | null;
}

/** What destinations of subscribers are made from. */
export interface DestinationParts {
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly outbound: Pick<OutboundClient, 'faultOf'>;
}

/**
 * Subscribers of status pages as destinations of the lanes, one lane for each (subscriber, report)
 * (contracts, "Engine"). They are no webhooks to the API: not listed, not counted, not replayed.
 */
export function createSubscriberDestinations({ sealer, clock, outbound }: DestinationParts) {
  const secrets = { sealer, clock };
  return {
    faultOf: (url: string) => outbound.faultOf(url),
    open: async (tx: Db, { tenantId, subscriberId, label, url, now }: Endpoint) => {
      const row = { id: subscriberId, name: label, url, at: new Date(now) };
      if (await saveEndpoint(tx, tenantId, row)) {
        const owner = { tenantId, ownerId: subscriberId };
        await addSecret(tx, secrets, owner, newWebhookSecret());
      } else {
        await dropWaiting(tx, tenantId, subscriberId);
      }
    },
    close: deleteEndpoints,
    erase: eraseEndpoints,
    secretOf: async (db: Db, tenantId: string, subscriberId: string) => {
      const [current] = await openSecrets(db, secrets, { tenantId, ownerId: subscriberId });
      return current?.text ?? null;
    },
    enqueue: (tx: Db, tenantId: string, deliveries: readonly EndpointDelivery[]) =>
      enqueue(tx, tenantId, deliveries, clock()),
    outcomesOf: async (
      db: Db,
      tenantId: string,
      keys: readonly { readonly subscriberId: string; readonly deliveryId: string }[],
    ): Promise<ReadonlyMap<string, EndpointOutcome>> => {
      const states = await listDeliveryStates(db, tenantId, keys);
      return new Map(states.map((state) => [state.deliveryId, outcomeOf(state)]));
    },
  };
}

async function enqueue(
  tx: Db,
  tenantId: string,
  deliveries: readonly EndpointDelivery[],
  now: Instant,
): Promise<ReadonlyMap<string, string>> {
  const ids = deliveries.map(({ subscriberId }) => subscriberId);
  if (ids.length === 0) return new Map();
  const states = await holdEndpoints(tx, tenantId, ids);
  const open = deliveries.filter(({ subscriberId }) => states.get(subscriberId)?.enabled);
  await enqueueDeliveries(
    tx,
    open.map(({ eventId, subscriberId, body }) => ({
      tenantId,
      eventId,
      variant: subscriberId,
      createdAt: now,
      body,
    })),
    open.map(({ subscriberId, subjectId, deliveryId, eventId, eventType, at }) => ({
      tenantId,
      destinationId: subscriberId,
      laneId: subjectId,
      position: at,
      deliveryId,
      eventId,
      eventType,
      subjectId,
      eventAt: at,
      variant: subscriberId,
      payloadAt: now,
      origin: 'notice',
      requestedBy: null,
      createdAt: now,
    })),
  );
  const told = new Set(open.map(({ subscriberId }) => subscriberId));
  const untold = ids.filter((id) => !told.has(id));
  return new Map(untold.map((id) => [id, reasonOf(states.get(id))]));
}

const GONE = 'The endpoint was removed.';

function reasonOf(state: EndpointState | undefined): string {
  return state === undefined ? GONE : (state.reason ?? 'The endpoint is disabled.');
}

function outcomeOf(state: DeliveryState): EndpointOutcome {
  const { outcome, detail, waits, enabled, disabledReason } = state;
  const rest = { attempts: state.attempts ?? 0, at: state.at?.getTime() ?? null };
  if (outcome === 'delivered') return { state: 'sent', reason: null, ...rest };
  if (outcome === 'dead' || outcome === 'superseded') {
    return { state: 'failed', reason: detail, ...rest };
  }
  if (!waits || enabled === null) return { state: 'failed', reason: GONE, ...rest };
  // Enabled again it begins anew, without what waits.
  if (!enabled)
    return { state: 'failed', reason: reasonOf({ enabled, reason: disabledReason }), ...rest };
  return { state: 'pending', reason: detail, ...rest };
}
