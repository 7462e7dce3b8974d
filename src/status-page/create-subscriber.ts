import { conflict, invalid } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import type { SubscriberChannel } from '../store/status-tables.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { addOrLock, openEndpoint } from './add-subscriber.ts';
import { type AskParts, askToConfirm } from './ask-to-confirm.ts';
import { requireHub, showSubscribers } from './list-subscribers.ts';
import { listShownComponents } from './page-queries.ts';
import { openAddress, type ReadAddress, readAddress } from './subscriber-address.ts';
import { type HubKey, type SubscriberRow, saveSubscriber } from './subscriber-queries.ts';
import type { CreateSubscriberBody, SubscriberView } from './subscriber-schemas.ts';
import { stateOf } from './subscriber-view.ts';
import type { SubscribersContext } from './subscribers-context.ts';
import { isSuppressed } from './suppression-queries.ts';

/**
 * Adds a subscriber by hand: told from now on if they have agreed (`confirmed`), else asked to
 * confirm; asking again is the same request. 409 `already_subscribed`, `unsubscribed` (they have
 * left: only they themselves come back), `suppressed` (they were erased for good), `no_mail_server`;
 * 422 for an address or service that cannot
 * be.
 */
export function createSubscriber(
  context: SubscribersContext,
  input: CreateSubscriberBody & { readonly id: string },
): Promise<SubscriberView> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const { id: hubId, channel, confirmed = false } = input;
  const { sealer } = context;
  return runVerb(context, { route: 'create-subscriber', input, sealer }, async (tx) => {
    const hub = await requireHub(tx, tenantId, hubId);
    requireMail(context, channel, confirmed);
    const address = usableAddress(context, channel, input.address);
    await requireUnsuppressed(tx, { tenantId, hubId }, channel, address);
    const serviceIds = await requireShown(tx, hub, input.services ?? null);
    const now = context.clock();
    const parts = { ...context, hub, now };
    const locale = input.locale ?? hub.settings.locale ?? 'en';
    const wanted = { channel, address, serviceIds, locale, source: 'person', confirmed } as const;
    const { row, isNew } = await addOrLock(tx, parts, wanted);
    if (!isNew) refuseKnown(row);
    const scope = serviceIds === null ? null : [...serviceIds];
    const saved = isNew ? row : await renew(tx, parts, row, { scope, locale, confirmed });
    const asked = confirmed ? saved : await askToConfirm(tx, parts, saved);
    await audit(tx, context, {
      action: 'status_subscriber.created',
      targetId: row.subscriber_id,
      // No address: the log outlives the subscriber.
      after: { hub_id: hubId, channel, services: serviceIds, confirmed },
    });
    const [view] = await showSubscribers(tx, context, [asked]);
    if (!view) throw new Error('A subscriber that was just added cannot be shown.');
    return view;
  });
}

function requireMail(
  { mailer }: SubscribersContext,
  channel: SubscriberChannel,
  confirmed: boolean,
) {
  if (channel !== 'email' || confirmed || mailer.delivers) return;
  throw conflict(
    'no_mail_server',
    'This installation sends no mail (SMTP_URL), so nobody can be asked to confirm.',
  );
}

async function requireUnsuppressed(
  tx: Db,
  hub: HubKey,
  channel: SubscriberChannel,
  address: ReadAddress,
): Promise<void> {
  if (!(await isSuppressed(tx, hub, channel, address))) return;
  const detail = 'This address was erased for good; only they themselves come back.';
  throw conflict('suppressed', detail);
}

/** The address in the form it is stored; 422 when it cannot be used. */
function usableAddress(
  { subscriptions }: Pick<SubscribersContext, 'subscriptions'>,
  channel: SubscriberChannel,
  given: string,
): ReadAddress {
  const address = readAddress(channel, given, subscriptions.channel.faultOf);
  if (!('fault' in address)) return address;
  const expected = channel === 'email' ? 'an e-mail address' : 'a URL that may be called';
  throw invalid('The address cannot be used.', [
    { pointer: '/address', expected, received: address.fault },
  ]);
}

/** The services as given; 422 for one that the hub does not show. */
export async function requireShown(
  db: Db,
  hub: { readonly tenant_id: string; readonly hub_id: string },
  serviceIds: readonly string[] | null,
): Promise<readonly string[] | null> {
  if (serviceIds === null) return null;
  const shown = await listShownComponents(db, hub.tenant_id, hub.hub_id);
  const ids = new Set(shown.map((row) => row.service_id));
  const errors = serviceIds.flatMap((id, index) =>
    ids.has(id)
      ? []
      : [{ pointer: `/services/${index}`, expected: 'a service that the hub shows', received: id }],
  );
  if (errors.length > 0) throw invalid('Some of the services are not shown by the hub.', errors);
  return serviceIds;
}

function refuseKnown(row: SubscriberRow): void {
  const state = stateOf(row);
  if (state === 'active') {
    throw conflict('already_subscribed', 'This address is subscribed to the hub already.', {
      subscriber_id: row.subscriber_id,
    });
  }
  if (state === 'unsubscribed') {
    throw conflict('unsubscribed', 'They have unsubscribed; only they themselves come back.', {
      subscriber_id: row.subscriber_id,
    });
  }
}

interface Renewal {
  readonly scope: string[] | null;
  readonly locale: string;
  readonly confirmed: boolean;
}

/** Somebody who was asked before and has not answered. */
async function renew(
  tx: Db,
  parts: SubscribersContext & AskParts,
  row: SubscriberRow,
  { scope, locale, confirmed }: Renewal,
): Promise<SubscriberRow> {
  await openEndpoint(tx, parts, row, openAddress(parts.sealer, row));
  const at = new Date(parts.now);
  const key = { tenantId: row.tenant_id, hubId: row.hub_id };
  return saveSubscriber(tx, key, row.subscriber_id, {
    service_ids: scope,
    locale,
    confirmed_at: confirmed ? at : null,
    source: 'person',
    updated_at: at,
  });
}
