import { rateLimited } from '../ingress/rate-limits.ts';
import { DAY, HOUR, SECOND } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { SubscriberChannel } from '../store/status-tables.ts';
import { transact } from '../store/transaction.ts';
import { type AddParts, addOrLock, openEndpoint, type Wanted } from './add-subscriber.ts';
import { type AskParts, askToConfirm, wasAsked } from './ask-to-confirm.ts';
import { countConfirmations, countNewEndpoints } from './confirmation-queries.ts';
import { findPageHub, listShownComponents, type PageHubRow } from './page-queries.ts';
import { openAddress, type ReadAddress, readAddress } from './subscriber-address.ts';
import { type SubscriberRow, saveSubscriber } from './subscriber-queries.ts';
import { stateOf } from './subscriber-view.ts';
import type { SubscribersParts } from './subscribers-context.ts';

/** What a visitor asks for. */
export interface SubscribeInput {
  readonly channel: SubscriberChannel;
  readonly address: string;
  /** Null: the whole hub. */
  readonly serviceIds: readonly string[] | null;
  readonly locale: string;
  /** Whether the visitor has given the page's password, should it be private. */
  readonly isAdmitted: boolean;
}

/** Why a visitor's own words cannot be used; what is known of an address is never among it. */
export type SubscribeRefusal =
  | { readonly refused: 'address'; readonly fault: string }
  | { readonly refused: 'services' }
  | { readonly refused: 'no_mail' }
  | { readonly refused: 'private' };

/** Confirmations of a hub an hour at most. */
const MOST_AN_HOUR = 500;

/** New endpoints on one host a day at most; chats share Slack's. */
const MOST_ON_A_HOST = 20;
const SHARED_HOST = 'hooks.slack.com';

/**
 * A visitor wants to be told. Undefined: they will be asked to confirm, or were lately, or are
 * subscribed already: the answer is the same whoever the address belongs to, and an address is
 * written to once a day at most. Throws 429 `rate_limited` when the hub has asked too many.
 */
export async function subscribe(
  parts: SubscribersParts,
  hub: Pick<PageHubRow, 'tenant_id' | 'hub_id'>,
  input: SubscribeInput,
): Promise<SubscribeRefusal | undefined> {
  const { channel, address: given } = input;
  if (channel === 'email' && !parts.mailer.delivers) return { refused: 'no_mail' };
  const address = readAddress(channel, given, parts.subscriptions.channel.faultOf);
  if ('fault' in address) return { refused: 'address', fault: address.fault };
  return transact(parts.store, (tx) => admit(tx, parts, hub, input, address));
}

async function admit(
  tx: Db,
  parts: SubscribersParts,
  { tenant_id: tenantId, hub_id: hubId }: Pick<PageHubRow, 'tenant_id' | 'hub_id'>,
  input: SubscribeInput,
  address: ReadAddress,
): Promise<SubscribeRefusal | undefined> {
  const hub = await findPageHub(tx, tenantId, hubId);
  // Who may not read a page is not told its news either.
  if (!hub || (hub.is_private && !input.isAdmitted)) return { refused: 'private' };
  const { channel, serviceIds, locale } = input;
  if (!(await areShown(tx, hub, serviceIds))) return { refused: 'services' };
  const now = parts.clock();
  const key = { tenantId, hubId };
  const lately = await countConfirmations(tx, key, new Date(now - HOUR));
  if (lately >= MOST_AN_HOUR) throw rateLimited(HOUR / SECOND / 4);
  if (await isCrowded(tx, key, channel, address, now)) return undefined;
  const wanted: Wanted = { channel, address, serviceIds, locale, source: 'self', confirmed: false };
  const { row, isNew } = await addOrLock(tx, { ...parts, hub, now }, wanted);
  if (wasAsked(row, now)) return undefined;
  await ask(tx, { ...parts, hub, now }, isNew ? row : await revived(tx, parts, row, wanted, now));
  return undefined;
}

/** An endpoint that is told already needs no reminder, and would get it among its notices. */
async function ask(tx: Db, parts: AskParts, row: SubscriberRow): Promise<void> {
  if (stateOf(row) === 'active' && row.channel !== 'email') return;
  await askToConfirm(tx, parts, row);
}

async function areShown(
  tx: Db,
  hub: PageHubRow,
  serviceIds: readonly string[] | null,
): Promise<boolean> {
  if (serviceIds === null) return true;
  const shown = await listShownComponents(tx, hub.tenant_id, hub.hub_id);
  const ids = new Set(shown.map((row) => row.service_id));
  return serviceIds.length > 0 && serviceIds.every((id) => ids.has(id));
}

/** Whether somebody points many subscriptions at one host. */
async function isCrowded(
  tx: Db,
  key: { readonly tenantId: string; readonly hubId: string },
  channel: SubscriberChannel,
  { label }: ReadAddress,
  now: number,
): Promise<boolean> {
  if (channel === 'email' || label === SHARED_HOST) return false;
  return (await countNewEndpoints(tx, key, label, new Date(now - DAY))) >= MOST_ON_A_HOST;
}

/** Who has not confirmed, or has left, is asked about what is wanted now. */
async function revived(
  tx: Db,
  parts: Omit<AddParts, 'hub' | 'now'>,
  row: SubscriberRow,
  wanted: Wanted,
  now: number,
): Promise<SubscriberRow> {
  if (stateOf(row) === 'active') return row;
  await openEndpoint(tx, { ...parts, now }, row, openAddress(parts.sealer, row));
  const { tenant_id: tenantId, hub_id: hubId } = row;
  return saveSubscriber(tx, { tenantId, hubId }, row.subscriber_id, {
    service_ids: wanted.serviceIds === null ? null : [...wanted.serviceIds],
    locale: wanted.locale,
    updated_at: new Date(now),
  });
}
