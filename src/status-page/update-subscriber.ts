import { notFound } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { requireShown } from './create-subscriber.ts';
import { requireHub, showSubscribers } from './list-subscribers.ts';
import {
  deleteSubscriberRow,
  lockSubscriber,
  type SubscriberRow,
  saveSubscriber,
} from './subscriber-queries.ts';
import type { SubscriberView, UpdateSubscriberBody } from './subscriber-schemas.ts';
import type { SubscribersContext } from './subscribers-context.ts';
import { insertSuppression } from './suppression-queries.ts';
import { endSubscription } from './unsubscribe.ts';

interface Key {
  /** The hub. */
  readonly id: string;
  readonly subscriber: string;
}

/** Changes what a subscriber is told, or ends it. 404; 422 for services that the hub does not show. */
export function updateSubscriber(
  context: SubscribersContext,
  input: UpdateSubscriberBody & Key,
): Promise<SubscriberView> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const { id: hubId, subscriber, services, locale, unsubscribed } = input;
  const { sealer } = context;
  return runVerb(context, { route: 'update-subscriber', input, sealer }, async (tx) => {
    const hub = await requireHub(tx, tenantId, hubId);
    const before = await lockOrRefuse(tx, tenantId, input);
    const scope =
      services === undefined ? before.service_ids : await requireShown(tx, hub, services);
    const now = context.clock();
    const changed = await saveSubscriber(tx, { tenantId, hubId }, subscriber, {
      service_ids: scope === null ? null : [...scope],
      ...(locale !== undefined && { locale }),
      updated_at: new Date(now),
    });
    const parts = { subscriptions: context.subscriptions, now };
    const after = unsubscribed ? await endSubscription(tx, parts, changed) : changed;
    await audit(tx, context, {
      action: 'status_subscriber.updated',
      targetId: subscriber,
      before: { services: before.service_ids, locale: before.locale },
      after: {
        services: after.service_ids,
        locale: after.locale,
        ...(unsubscribed && { unsubscribed }),
      },
    });
    const [view] = await showSubscribers(tx, context, [after]);
    if (!view) throw notFound('The subscriber');
    return view;
  });
}

/**
 * Erases a subscriber: address, endpoint, what waits for it and what was sent to it. What it was told
 * is a number. With `suppress` no import and no person adds the address to the hub again.
 */
export function deleteSubscriber(
  context: SubscribersContext,
  input: Key & { readonly suppress?: boolean },
): Promise<void> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const { id: hubId, subscriber, suppress = false } = input;
  return runVerb(context, { route: 'delete-subscriber', input }, async (tx) => {
    await requireHub(tx, tenantId, hubId);
    const row = await lockOrRefuse(tx, tenantId, input);
    if (row.channel !== 'email') {
      await context.subscriptions.channel.erase(tx, tenantId, [subscriber]);
    }
    if (suppress) await insertSuppression(tx, { tenantId, hubId }, row, new Date(context.clock()));
    await deleteSubscriberRow(tx, { tenantId, hubId }, subscriber);
    await audit(tx, context, {
      action: 'status_subscriber.deleted',
      targetId: subscriber,
      before: { hub_id: hubId, channel: row.channel },
      after: { suppressed: suppress },
    });
  });
}

async function lockOrRefuse(
  tx: Db,
  tenantId: string,
  { id: hubId, subscriber }: Key,
): Promise<SubscriberRow> {
  const row = await lockSubscriber(tx, { tenantId, hubId }, subscriber);
  if (!row) throw notFound('The subscriber');
  return row;
}
