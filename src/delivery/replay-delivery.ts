import { conflict, notFound } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { enqueueDeliveries } from './enqueue.ts';
import { findDelivery } from './get-delivery.ts';
import { type AttemptRow, findPayload, type WaitingRow } from './history-queries.ts';
import { renewPayloads } from './replay-queries.ts';
import type { ReplayedDelivery } from './replay-schemas.ts';
import { holdEnabledWebhook } from './replay-target.ts';

/**
 * Sends the event of a delivery once more, the same bytes under the same event id, beside whatever
 * waits. 409 `webhook_deleted`, `webhook_disabled`, `payload_gone` where that cannot be, and
 * `not_replayable` for custom actions, which are run from their incident.
 */
export function replayDelivery(
  context: Context,
  input: { readonly id: string },
): Promise<ReplayedDelivery> {
  requireScope(context, 'responder');
  const { tenantId } = context.caller;
  return runVerb(context, { route: 'replay-delivery', input }, async (tx) => {
    const found = await findDelivery(tx, tenantId, input.id);
    if (!found) throw notFound('The delivery');
    const { about } = found;
    await requireReplayable(tx, tenantId, about);
    const deliveryId = newId('dlv');
    await enqueueAgain(tx, context, about, deliveryId);
    await audit(tx, context, {
      action: 'delivery.replayed',
      targetId: input.id,
      after: {
        delivery_id: deliveryId,
        webhook_id: about.destination_id,
        event_id: about.event_id,
      },
    });
    return { delivery_id: deliveryId };
  });
}

async function requireReplayable(tx: Db, tenantId: string, about: AttemptRow | WaitingRow) {
  if (about.origin === 'action') {
    throw conflict('not_replayable', 'A custom action is run again from its incident.');
  }
  if (!(await holdEnabledWebhook(tx, tenantId, about.destination_id))) {
    throw conflict('webhook_deleted', 'The webhook of this delivery was deleted.');
  }
  if ((await findPayload(tx, tenantId, about)) === undefined) {
    throw conflict('payload_gone', 'The bytes of this event are no longer stored.');
  }
}

async function enqueueAgain(
  tx: Db,
  { caller, clock }: Context,
  about: AttemptRow | WaitingRow,
  deliveryId: string,
): Promise<void> {
  const now = clock();
  await renewPayloads(tx, caller.tenantId, [about], new Date(now));
  const delivery = {
    tenantId: caller.tenantId,
    destinationId: about.destination_id,
    // A lane of its own: a person asked for this one, now.
    laneId: deliveryId,
    position: about.event_at.getTime(),
    deliveryId,
    eventId: about.event_id,
    eventType: about.event_type,
    subjectId: about.subject_id,
    eventAt: about.event_at.getTime(),
    variant: about.variant,
    payloadAt: now,
    origin: 'replay',
    requestedBy: caller.actor,
    createdAt: now,
  } as const;
  await enqueueDeliveries(tx, [], [delivery]);
}
