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
import { showAttempt } from './history-view.ts';
import { renderSample } from './render-sample.ts';
import { holdEnabledWebhook } from './replay-target.ts';
import { WAIT_BEYOND, waitForAttempt } from './wait-for-attempt.ts';
import { INCIDENT_EVENT_TYPES } from './webhook-event-types.ts';
import { readHealth } from './webhook-health-queries.ts';
import type { WebhookRow } from './webhook-queries.ts';
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
  const template = webhook.template as Json | null;
  const sample = await renderSample(tx, context, template, event, input);
  const { subjectId } = sample;
  const deliveryId = newId('dlv');
  const payload = {
    tenantId,
    eventId: event.eventId,
    variant: '',
    createdAt: now,
    body: JSON.stringify(sample.body),
  };
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

async function whyPending(context: DeliveryContext, id: string): Promise<string> {
  const { tenantId } = context.caller;
  const health = await readVerb(context, (db) => readHealth(db, tenantId, [id]));
  const until = health.get(id)?.open_until?.getTime() ?? 0;
  return until > context.clock()
    ? `The webhook is paused until ${formatInstant(until)}; the test goes out then.`
    : 'There was no answer in time. What comes of it is in the history.';
}
