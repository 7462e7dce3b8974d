import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import { readVerb } from '../tenants/reading.ts';
import { findPageHub, listShownComponents, type PageHubRow } from './page-queries.ts';
import type { LinkClaim, LinkPurpose } from './subscriber-links.ts';
import {
  findSubscriber,
  lockSubscriber,
  type SubscriberRow,
  saveSubscriber,
} from './subscriber-queries.ts';
import { subscriberLink } from './subscriber-urls.ts';
import type { SubscribersParts } from './subscribers-context.ts';
import { endSubscription } from './unsubscribe.ts';

// What the links in mails lead to. Undefined stands for every token that is good for nothing:
// forged, foreign, outdated, of somebody erased; nobody is told which.

/** Whose page the link is on. */
export type HubId = Pick<PageHubRow, 'tenant_id' | 'hub_id'>;

/** A subscription as its owner sees it. */
export interface OwnSubscription {
  readonly channel: SubscriberRow['channel'];
  readonly label: string;
  readonly serviceIds: readonly string[] | null;
  readonly locale: string;
  readonly isUnsubscribed: boolean;
  /** The components there are to choose from. */
  readonly components: readonly { readonly id: string; readonly name: string }[];
  /** Of a webhook: what its requests are signed with. */
  readonly secret: string | null;
  /** Of this subscription; for who has just confirmed. */
  readonly manageUrl: string;
}

/** What a link says before anything is done: link scanners follow links, they do not press buttons. */
export function showSubscription(
  parts: SubscribersParts,
  hubId: HubId,
  purpose: LinkPurpose,
  token: string,
): Promise<OwnSubscription | undefined> {
  const claim = read(parts, hubId, purpose, token);
  if (!claim) return Promise.resolve(undefined);
  return readVerb(parts, async (db) => {
    const key = { tenantId: hubId.tenant_id, hubId: hubId.hub_id };
    const row = await findSubscriber(db, key, claim.subscriberId);
    return row && isGood(purpose, row, claim) ? show(db, parts, row) : undefined;
  });
}

/** The second half of double opt-in. Confirming twice is the same as once. */
export function confirmSubscription(
  parts: SubscribersParts,
  hubId: HubId,
  token: string,
): Promise<OwnSubscription | undefined> {
  return change(parts, hubId, 'confirm', token, (tx, row, now) => {
    if (row.confirmed_at !== null && row.unsubscribed_at === null) return Promise.resolve(row);
    const at = new Date(now);
    const values = {
      confirmed_at: at,
      unsubscribed_at: null,
      confirm_due_at: null,
      updated_at: at,
    };
    return saveSubscriber(tx, keyOf(hubId), row.subscriber_id, values);
  });
}

/** What a subscriber changes about the subscription. */
export interface OwnChange {
  readonly serviceIds: readonly string[] | null;
  readonly locale: string;
}

/** Changes components and language; components that the hub does not show are left out. */
export function changeSubscription(
  parts: SubscribersParts,
  hubId: HubId,
  token: string,
  { serviceIds, locale }: OwnChange,
): Promise<OwnSubscription | undefined> {
  return change(parts, hubId, 'manage', token, async (tx, row, now) => {
    const shown = await listShownComponents(tx, hubId.tenant_id, hubId.hub_id);
    const ids = new Set(shown.map((each) => each.service_id));
    const scope = serviceIds?.filter((id) => ids.has(id)) ?? null;
    return saveSubscriber(tx, keyOf(hubId), row.subscriber_id, {
      // Nothing chosen would be told nothing: whoever wants that unsubscribes.
      ...((scope === null || scope.length > 0) && { service_ids: scope }),
      locale,
      updated_at: new Date(now),
    });
  });
}

/** Ends the subscription, by either link that can. Doing it again is no error. */
export function unsubscribe(
  parts: SubscribersParts,
  hubId: HubId,
  purpose: 'manage' | 'unsubscribe',
  token: string,
): Promise<OwnSubscription | undefined> {
  const { subscriptions } = parts;
  return change(parts, hubId, purpose, token, (tx, row, now) =>
    endSubscription(tx, { subscriptions, now }, row),
  );
}

async function change(
  parts: SubscribersParts,
  hubId: HubId,
  purpose: LinkPurpose,
  token: string,
  work: (tx: Db, row: SubscriberRow, now: Instant) => Promise<SubscriberRow>,
): Promise<OwnSubscription | undefined> {
  const claim = read(parts, hubId, purpose, token);
  if (!claim) return undefined;
  return transact(parts.store, async (tx) => {
    const row = await lockSubscriber(tx, keyOf(hubId), claim.subscriberId);
    if (!row || !isGood(purpose, row, claim)) return undefined;
    return show(tx, parts, await work(tx, row, parts.clock()));
  });
}

function read(parts: SubscribersParts, hubId: HubId, purpose: LinkPurpose, token: string) {
  return parts.subscriptions.links.read(purpose, keyOf(hubId), token, parts.clock());
}

/** Leaving is possible with every link there ever was: mails are kept for long. */
function isGood(purpose: LinkPurpose, row: SubscriberRow, { generation }: LinkClaim): boolean {
  return purpose === 'unsubscribe' || row.generation === generation;
}

function keyOf({ tenant_id: tenantId, hub_id: hubId }: HubId) {
  return { tenantId, hubId };
}

async function show(
  db: Db,
  parts: SubscribersParts,
  row: SubscriberRow,
): Promise<OwnSubscription | undefined> {
  const { tenant_id: tenantId, hub_id: hubId } = row;
  const hub = await findPageHub(db, tenantId, hubId);
  if (!hub) return undefined;
  const { subscriptions, publicUrl, clock } = parts;
  const isActive = row.confirmed_at !== null && row.unsubscribed_at === null;
  const hasSecret = row.channel === 'webhook' && isActive;
  const maker = { links: subscriptions.links, hub, publicUrl, now: clock() };
  const shown = await listShownComponents(db, tenantId, hubId);
  return {
    channel: row.channel,
    label: row.label,
    serviceIds: row.service_ids,
    locale: row.locale,
    isUnsubscribed: row.unsubscribed_at !== null,
    components: shown.map(({ service_id: id, name }) => ({ id, name })),
    secret: hasSecret
      ? await subscriptions.channel.secretOf(db, tenantId, row.subscriber_id)
      : null,
    manageUrl: subscriberLink(maker, 'manage', row),
  };
}
