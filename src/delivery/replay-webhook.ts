import { incidentIdOf } from '../incidents/incidents-context.ts';
import { invalid, notFound } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { formatInstant, type Instant } from '../kernel/time.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { enqueueDeliveries, type NewDelivery } from './enqueue.ts';
import { instantIn } from './history-filter.ts';
import {
  listReplayable,
  listStored,
  type ReplayableEvent,
  type ReplayFilter,
  renewPayloads,
} from './replay-queries.ts';
import { MOST_REPLAYED, type ReplayResult, type ReplayWebhookBody } from './replay-schemas.ts';
import { holdEnabledWebhook } from './replay-target.ts';
import type { WebhookRow } from './webhook-queries.ts';

/**
 * Sends many events once more, by default those that were given up: the newest 10,000 at most, each
 * once, those of one incident in their order. What waits already is not sent twice. 409
 * `webhook_disabled`. A dry run only counts.
 */
export function replayWebhook(
  context: Context,
  input: ReplayWebhookBody & { readonly id: string },
): Promise<ReplayResult> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  return runVerb(context, { route: 'replay-webhook', input }, async (tx) => {
    const now = context.clock();
    const filter = filterOf(input, now);
    const webhook = await holdEnabledWebhook(tx, tenantId, input.id);
    if (!webhook) throw notFound('The webhook');
    const found = await listReplayable(tx, tenantId, filter, MOST_REPLAYED);
    const stored = await listStored(tx, tenantId, found);
    const events = found.filter((event) => stored.has(event.event_id));
    const result = { count: events.length, skipped: found.length - events.length };
    if (input.dry_run) return result;
    await renewPayloads(tx, tenantId, events, new Date(now));
    const again = events.map((event) => deliveryOf(context, webhook, event, now));
    if (again.length > 0) await enqueueDeliveries(tx, [], again);
    const { id: _, ...asked } = input;
    await audit(tx, context, {
      action: 'outbound_webhook.replayed',
      targetId: webhook.webhook_id,
      after: { ...asked, to: formatInstant(filter.to), ...result },
    });
    return result;
  });
}

function filterOf(input: ReplayWebhookBody & { readonly id: string }, now: Instant): ReplayFilter {
  const from = instantIn('/from', input.from);
  const to = input.to === undefined ? now : instantIn('/to', input.to);
  if (to <= from) {
    throw invalid('The time to replay ends before it begins.', [
      { pointer: '/to', expected: 'a time after from', received: input.to ?? formatInstant(to) },
    ]);
  }
  return {
    destinationId: input.id,
    from,
    to,
    outcome: input.outcome ?? 'dead',
    eventTypes: input.event_types ?? null,
    incidentId: input.incident === undefined ? null : incidentIdOf(input.incident),
  };
}

function deliveryOf(
  { caller }: Context,
  { webhook_id: destinationId, ordering }: WebhookRow,
  event: ReplayableEvent,
  now: Instant,
): NewDelivery {
  const deliveryId = newId('dlv');
  const eventAt = event.event_at.getTime();
  return {
    tenantId: caller.tenantId,
    destinationId,
    // Not the lane of what happens now: that one must not wait for the past.
    laneId: ordering === 'none' ? deliveryId : `replay:${event.subject_id}`,
    position: eventAt,
    deliveryId,
    eventId: event.event_id,
    eventType: event.event_type,
    subjectId: event.subject_id,
    eventAt,
    variant: event.variant,
    payloadAt: now,
    origin: 'replay',
    requestedBy: caller.actor,
    createdAt: now,
  };
}
