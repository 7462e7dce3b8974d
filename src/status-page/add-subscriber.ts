import { newId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { SubscriberChannel } from '../store/status-tables.ts';
import type { Sealer } from '../tenants/sealing.ts';
import type { PageHubRow } from './page-queries.ts';
import { type ReadAddress, storedAddress } from './subscriber-address.ts';
import {
  insertSubscriber,
  lockSubscriberOf,
  type NewSubscriber,
  type SubscriberRow,
} from './subscriber-queries.ts';
import type { Subscriptions } from './subscribers-context.ts';

/** A subscription that is wanted. */
export interface Wanted {
  readonly channel: SubscriberChannel;
  readonly address: ReadAddress;
  /** Null: the whole hub. */
  readonly serviceIds: readonly string[] | null;
  readonly locale: string;
  readonly source: 'self' | 'person' | 'import';
  /** Told from now on, without asking. */
  readonly confirmed: boolean;
}

/** What adding takes. */
export interface AddParts {
  readonly sealer: Sealer;
  readonly subscriptions: Subscriptions;
  readonly hub: PageHubRow;
  readonly now: Instant;
}

/** The row of somebody new. */
function newSubscriber({ sealer, hub, now }: AddParts, wanted: Wanted): NewSubscriber {
  const { channel, address, serviceIds, locale, source, confirmed } = wanted;
  const at = new Date(now);
  const subscriberId = newId('sub');
  const owner = { tenantId: hub.tenant_id, subscriberId };
  return {
    subscriber_id: subscriberId,
    channel,
    address: storedAddress(sealer, channel, owner, address.text),
    address_hash: address.hash,
    label: address.label,
    service_ids: serviceIds === null ? null : [...serviceIds],
    locale,
    confirmed_at: confirmed ? at : null,
    confirm_sent_at: null,
    confirm_due_at: null,
    unsubscribed_at: null,
    source,
    created_at: at,
    updated_at: at,
  };
}

/**
 * Adds a subscriber, or finds the one of this address, locked; `isNew` says which. A new one with a
 * URL gets its endpoint.
 */
export async function addOrLock(
  tx: Db,
  parts: AddParts,
  wanted: Wanted,
): Promise<{ readonly row: SubscriberRow; readonly isNew: boolean }> {
  const key = { tenantId: parts.hub.tenant_id, hubId: parts.hub.hub_id };
  const { channel, address } = wanted;
  for (;;) {
    const known = await lockSubscriberOf(tx, key, channel, address.hash);
    if (known) return { row: known, isNew: false };
    const row = await insertSubscriber(tx, key, newSubscriber(parts, wanted));
    // Undefined: somebody else has just added it, or erased it again.
    if (!row) continue;
    await openEndpoint(tx, parts, row, address.text);
    return { row, isNew: true };
  }
}

/** Makes the endpoint of a subscriber with a URL; a mail address needs none. */
export async function openEndpoint(
  tx: Db,
  { subscriptions, now }: Pick<AddParts, 'subscriptions' | 'now'>,
  row: SubscriberRow,
  url: string,
): Promise<void> {
  if (row.channel === 'email') return;
  const { tenant_id: tenantId, subscriber_id: subscriberId, label } = row;
  await subscriptions.channel.open(tx, { tenantId, subscriberId, label, url, now });
}
