import type { AlertSnapshot } from '../incidents/alert-snapshot.ts';
import type { DispatchedEvent, EventListener } from '../incidents/dispatch.ts';
import type { IncidentSnapshot } from '../incidents/snapshot.ts';
import { newId } from '../kernel/ids.ts';
import type { Json } from '../kernel/json.ts';
import type { Clock, Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { enqueueDeliveries, type NewDelivery, type NewPayload } from './enqueue.ts';
import type { FactBook } from './event-facts.ts';
import { renderAlertEvent, renderIncidentEvent } from './rules/envelope.ts';
import { fillTemplate } from './rules/template.ts';
import {
  listSubscribedTenants,
  listSubscriptions,
  type Subscription,
} from './subscription-queries.ts';

/**
 * The delivery room's listener: an event becomes one payload and a delivery for each webhook that
 * wants it, in the transaction that takes it out of the outbox. Webhooks are read in that
 * transaction too, so a webhook gets every event that is dispatched after it was created.
 */
export function deliverEvents(clock: Clock, facts: FactBook): EventListener {
  return {
    hears: listSubscribedTenants,
    take: async (tx, events) => {
      const wanted = pair(events, await listSubscriptions(tx, tenantsOf(events)));
      if (wanted.length === 0) return;
      const now = clock();
      const bodies = await renderAll(tx, facts, wanted);
      const payloads: NewPayload[] = [];
      const deliveries: NewDelivery[] = [];
      for (const [index, { event, takers }] of wanted.entries()) {
        const body = bodies[index] ?? '';
        payloads.push(...payloadsOf(event, takers, body, now));
        for (const taker of takers) deliveries.push(deliveryOf(event, taker, now));
      }
      await enqueueDeliveries(tx, payloads, deliveries);
    },
  };
}

interface Wanted {
  readonly event: DispatchedEvent;
  /** The snapshot as an object; which of the two `event.subject` says. */
  readonly snapshot: IncidentSnapshot | AlertSnapshot;
  readonly takers: readonly Subscription[];
}

function tenantsOf(events: readonly DispatchedEvent[]): string[] {
  return [...new Set(events.map(({ tenantId }) => tenantId))];
}

function pair(
  events: readonly DispatchedEvent[],
  subscriptions: readonly Subscription[],
): Wanted[] {
  const ofTenant = Map.groupBy(subscriptions, ({ tenantId }) => tenantId);
  return events.flatMap((event) => {
    const asked = (ofTenant.get(event.tenantId) ?? []).filter((each) => asksFor(each, event));
    if (asked.length === 0) return [];
    const snapshot: IncidentSnapshot | AlertSnapshot = JSON.parse(event.snapshot);
    const takers = asked.filter((each) => coversService(each, snapshot.service_id));
    return takers.length === 0 ? [] : [{ event, snapshot, takers }];
  });
}

function asksFor({ eventTypes }: Subscription, { eventType }: DispatchedEvent): boolean {
  return eventTypes.includes(eventType) || eventTypes.includes('*');
}

/** What belongs to no service reaches only webhooks without a choice of services. */
function coversService({ serviceIds }: Subscription, serviceId: string | null): boolean {
  return serviceIds === null || (serviceId !== null && serviceIds.includes(serviceId));
}

async function renderAll(tx: Db, facts: FactBook, wanted: readonly Wanted[]): Promise<string[]> {
  const incidents = wanted.flatMap(({ event, snapshot }) =>
    event.subject === 'incident'
      ? [{ tenantId: event.tenantId, event, snapshot: snapshot as IncidentSnapshot }]
      : [],
  );
  const alerts = wanted.flatMap(({ event, snapshot }) =>
    event.subject === 'alert'
      ? [{ tenantId: event.tenantId, event, snapshot: snapshot as AlertSnapshot }]
      : [],
  );
  const bodies = new Map<string, string>();
  for (const [index, found] of (await facts.incidents(tx, incidents)).entries()) {
    const { event, snapshot } = incidents[index] ?? {};
    if (!event || !snapshot) continue;
    bodies.set(event.eventId, JSON.stringify(renderIncidentEvent(event, snapshot, found)));
  }
  for (const [index, found] of (await facts.alerts(tx, alerts)).entries()) {
    const { event, snapshot } = alerts[index] ?? {};
    if (!event || !snapshot) continue;
    bodies.set(event.eventId, JSON.stringify(renderAlertEvent(event, snapshot, found)));
  }
  return wanted.map(({ event }) => bodies.get(event.eventId) ?? '');
}

/** Templates are for incident events only (seed 003: "custom body: incident webhook only"). */
function usesTemplate(event: DispatchedEvent, { template }: Subscription): boolean {
  return template !== null && event.subject === 'incident';
}

function payloadsOf(
  event: DispatchedEvent,
  takers: readonly Subscription[],
  body: string,
  now: Instant,
): NewPayload[] {
  const { tenantId, eventId } = event;
  const payload = { tenantId, eventId, createdAt: now };
  const templated = takers.filter((taker) => usesTemplate(event, taker));
  const own = templated.map(({ webhookId, template }) => {
    const filled = fillTemplate(template, JSON.parse(body) as Json);
    return { ...payload, variant: webhookId, body: JSON.stringify(filled) };
  });
  const standard = takers.length > templated.length ? [{ ...payload, variant: '', body }] : [];
  return [...standard, ...own];
}

function deliveryOf(event: DispatchedEvent, taker: Subscription, now: Instant): NewDelivery {
  const deliveryId = newId('dlv');
  return {
    tenantId: event.tenantId,
    destinationId: taker.webhookId,
    laneId: taker.ordering === 'none' ? deliveryId : event.subjectId,
    position: event.seq,
    deliveryId,
    eventId: event.eventId,
    eventType: event.eventType,
    subjectId: event.subjectId,
    eventAt: event.eventAt,
    variant: usesTemplate(event, taker) ? taker.webhookId : '',
    payloadAt: now,
    origin: 'event',
    requestedBy: null,
    createdAt: now,
  };
}
