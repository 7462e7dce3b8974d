import { incidentIdOf } from '../incidents/incidents-context.ts';
import { notFound } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import type { Json } from '../kernel/json.ts';
import { formatInstant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { readVerb } from '../tenants/reading.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { enqueueDeliveries } from './enqueue.ts';
import { alertFacts, incidentFacts } from './event-facts.ts';
import { showAttempt } from './history-view.ts';
import { holdEnabledWebhook } from './replay-target.ts';
import { type EventFacts, renderAlertEvent, renderIncidentEvent } from './rules/envelope.ts';
import { fillTemplate } from './rules/template.ts';
import { WAIT_BEYOND, waitForAttempt } from './wait-for-attempt.ts';
import { INCIDENT_EVENT_TYPES, subjectOf } from './webhook-event-types.ts';
import { readHealth } from './webhook-health-queries.ts';
import type { WebhookRow } from './webhook-queries.ts';
import {
  findAlertToShow,
  findIncidentToShow,
  sampleAlert,
  sampleIncident,
} from './webhook-samples.ts';
import type { TestWebhookBody, WebhookTestResult } from './webhook-test-schemas.ts';

type Input = TestWebhookBody & { readonly id: string };

/**
 * Sends an event through the same way as real ones, once, and tells what came back. 409
 * `webhook_disabled`: enable it first. 404 for an incident that does not exist.
 */
export async function testWebhook(
  context: DeliveryContext,
  input: Input,
): Promise<WebhookTestResult> {
  requireScope(context, 'admin');
  const request = { route: 'test-outbound-webhook', input };
  const { wait, ...sent } = await runVerb(context, request, (tx) => send(tx, context, input));
  const attempt = await waitForAttempt(context, sent.delivery_id, wait);
  return {
    ...sent,
    outcome:
      attempt === undefined ? 'pending' : attempt.outcome === 'delivered' ? 'delivered' : 'dead',
    attempt: attempt ? showAttempt(attempt, context.caller.scope) : null,
    note: attempt ? null : await whyPending(context, input.id),
  };
}

async function send(tx: Db, context: DeliveryContext, input: Input) {
  const { tenantId, actor } = context.caller;
  const webhook = await holdEnabledWebhook(tx, tenantId, input.id);
  if (!webhook) throw notFound('The webhook');
  const now = context.clock();
  const eventType = input.event_type ?? firstTypeOf(webhook);
  const event = { eventId: newId('evt'), eventType, eventAt: now, actor };
  const { subjectId, body } = await render(tx, context, webhook, event, input);
  const deliveryId = newId('dlv');
  const payload = { tenantId, eventId: event.eventId, variant: '', createdAt: now, body };
  await enqueueDeliveries(
    tx,
    [payload],
    [
      {
        tenantId,
        destinationId: webhook.webhook_id,
        laneId: deliveryId,
        position: now,
        deliveryId,
        eventId: event.eventId,
        eventType,
        subjectId,
        eventAt: now,
        variant: '',
        payloadAt: now,
        origin: 'test',
        requestedBy: actor,
        createdAt: now,
      },
    ],
  );
  await audit(tx, context, {
    action: 'outbound_webhook.tested',
    targetId: webhook.webhook_id,
    after: { delivery_id: deliveryId, event_type: eventType },
  });
  return { delivery_id: deliveryId, event_type: eventType, wait: webhook.timeout_ms + WAIT_BEYOND };
}

function firstTypeOf({ event_types: [first] }: WebhookRow): string {
  return first === undefined || first === '*' ? INCIDENT_EVENT_TYPES[0] : first;
}

/** The body as a real event of that type would have it. */
async function render(
  tx: Db,
  context: DeliveryContext,
  { template }: WebhookRow,
  event: EventFacts,
  input: Input,
): Promise<{ readonly subjectId: string; readonly body: string }> {
  const { tenantId } = context.caller;
  const wanted = input.incident_id === undefined ? undefined : incidentIdOf(input.incident_id);
  const own = await findIncidentToShow(tx, tenantId, wanted);
  if (!own && wanted !== undefined) throw notFound('The incident');
  if (subjectOf(event.eventType) === 'alert') {
    const found = await findAlertToShow(tx, tenantId, wanted === undefined ? null : (own ?? null));
    const alert = found ?? sampleAlert(event.eventAt);
    const facts = await alertFacts(tx, tenantId, alert);
    return { subjectId: alert.id, body: JSON.stringify(renderAlertEvent(event, alert, facts)) };
  }
  const incident = own ?? sampleIncident(event.eventAt);
  const facts = await incidentFacts(tx, tenantId, incident, context.publicUrl);
  const envelope = renderIncidentEvent(event, incident, facts);
  const filled = template === null ? envelope : fillTemplate(template as Json, envelope);
  return { subjectId: incident.id, body: JSON.stringify(filled) };
}

async function whyPending(context: DeliveryContext, id: string): Promise<string> {
  const { tenantId } = context.caller;
  const health = await readVerb(context, (db) => readHealth(db, tenantId, [id]));
  const until = health.get(id)?.open_until?.getTime() ?? 0;
  return until > context.clock()
    ? `The webhook is paused until ${formatInstant(until)}; the test goes out then.`
    : 'There was no answer in time. What comes of it is in the history.';
}
