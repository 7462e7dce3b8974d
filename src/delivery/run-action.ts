import { lockForAction } from '../incidents/action-runs.ts';
import { incidentIdOf } from '../incidents/incidents-context.ts';
import { conflict, notFound } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { isObject } from '../kernel/json.ts';
import { truncate } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { actionBody } from './custom-action-body.ts';
import type { ActionResult, RunActionBody } from './custom-action-schemas.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { enqueueDeliveries } from './enqueue.ts';
import type { AttemptRow } from './history-queries.ts';
import { WAIT_BEYOND, waitForAttempt } from './wait-for-attempt.ts';
import { holdWebhook, type WebhookRow } from './webhook-queries.ts';

/** Characters of a receiver's answer that are shown to who pressed the button. */
const MOST_SAID = 500;

type Input = RunActionBody & { readonly id: string };

/**
 * Calls a custom action with the incident and its alerts, once, and waits for what comes of it. A
 * success goes on the timeline. With an `Idempotency-Key` a second press calls nothing. 404 for an
 * unknown action; 409 `action_not_offered` for another service's, `action_disabled`, and where the
 * incident takes none. `route` is what an `Idempotency-Key` holds for.
 */
export async function runAction(
  context: DeliveryContext,
  input: Input,
  route = 'run-action',
): Promise<ActionResult> {
  requireScope(context, 'responder');
  const request = { route, input };
  const { deliveryId, wait } = await runVerb(context, request, (tx) => start(tx, context, input));
  const attempt = await waitForAttempt(context, deliveryId, wait);
  return resultOf(deliveryId, attempt);
}

async function start(tx: Db, context: DeliveryContext, input: Input) {
  const { tenantId, actor } = context.caller;
  const incident = await lockForAction(tx, tenantId, incidentIdOf(input.id));
  const { incidentId, lastEventAt } = incident;
  const action = await holdAction(tx, tenantId, input.action_id, incident.serviceId);
  const now = context.clock();
  const event = {
    eventId: newId('evt'),
    eventType: 'i_custom',
    eventAt: Math.max(now, lastEventAt + 1),
    actor,
  };
  const body = await actionBody(tx, tenantId, incident, event, context.publicUrl);
  const deliveryId = newId('dlv');
  const payload = { tenantId, eventId: event.eventId, variant: '', createdAt: now, body };
  const delivery = {
    tenantId,
    destinationId: action.webhook_id,
    laneId: deliveryId,
    position: now,
    deliveryId,
    eventId: event.eventId,
    eventType: event.eventType,
    subjectId: incidentId,
    eventAt: event.eventAt,
    variant: '',
    payloadAt: now,
    origin: 'action',
    requestedBy: actor,
    createdAt: now,
  } as const;
  await enqueueDeliveries(tx, [payload], [delivery]);
  await audit(tx, context, {
    action: 'incident.action_run',
    targetId: incidentId,
    after: { action_id: action.webhook_id, name: action.name, delivery_id: deliveryId },
  });
  return { deliveryId, wait: action.timeout_ms + WAIT_BEYOND };
}

/** The action, kept from being deleted meanwhile. */
async function holdAction(
  tx: Db,
  tenantId: string,
  id: string,
  serviceId: string | null,
): Promise<WebhookRow> {
  const action = await holdWebhook(tx, tenantId, { kind: 'action', id });
  if (!action) throw notFound('The custom action');
  const { service_ids: services } = action;
  if (services !== null && (serviceId === null || !services.includes(serviceId))) {
    throw conflict('action_not_offered', 'The action belongs to another service.');
  }
  if (action.enabled) return action;
  throw conflict('action_disabled', 'The action is disabled, so nothing would be sent.', {
    ...(action.disabled_reason !== null && { reason: action.disabled_reason }),
  });
}

function resultOf(deliveryId: string, attempt: AttemptRow | undefined): ActionResult {
  if (!attempt) {
    const nothing = { status: null, error: null, message: null, duration_ms: null };
    return { delivery_id: deliveryId, outcome: 'pending', ...nothing };
  }
  const { outcome, status, error, duration_ms } = attempt;
  return {
    delivery_id: deliveryId,
    outcome: outcome === 'delivered' ? 'delivered' : 'dead',
    status,
    error,
    message: messageIn(attempt),
    duration_ms,
  };
}

/** What the receiver has to say (seed 003: "failure returns message"); without an answer, why. */
function messageIn({ outcome, response_body: body, detail }: AttemptRow): string | null {
  const said = spokenIn(body ?? '');
  if (said !== undefined) return truncate(said, MOST_SAID);
  if (outcome === 'delivered') return null;
  return body ? truncate(body, MOST_SAID) : detail;
}

function spokenIn(body: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(body);
    return isObject(answer) && typeof answer.message === 'string' ? answer.message : undefined;
  } catch {
    return undefined;
  }
}
