import { newId } from '../kernel/ids.ts';
import { HOUR, type Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { slackConfirmation, webhookConfirmation } from './channel-bodies.ts';
import { hubUrl } from './load-page.ts';
import type { PageHubRow } from './page-queries.ts';
import { type SubscriberRow, saveSubscriber } from './subscriber-queries.ts';
import { localeOf, subscriberLink } from './subscriber-urls.ts';
import type { Subscriptions } from './subscribers-context.ts';

/** One address is written to about its subscription once in this time, whoever asks how often. */
const ASK_AGAIN_AFTER = 24 * HOUR;

/** What asking takes. */
export interface AskParts {
  readonly subscriptions: Subscriptions;
  readonly publicUrl: string;
  readonly hub: PageHubRow;
  readonly now: Instant;
}

/** Whether the address was written to about its subscription a short while ago. */
export function wasAsked(row: Pick<SubscriberRow, 'confirm_sent_at'>, now: Instant): boolean {
  return row.confirm_sent_at !== null && row.confirm_sent_at.getTime() > now - ASK_AGAIN_AFTER;
}

/**
 * Asks the subscriber to confirm, in the transaction: by mail, or by a delivery with the link to the
 * URL, which only its owner can read. To who is subscribed already a mail says how to change that.
 */
export async function askToConfirm(
  tx: Db,
  parts: AskParts,
  row: SubscriberRow,
): Promise<SubscriberRow> {
  const { hub, now } = parts;
  const at = new Date(now);
  const isMail = row.channel === 'email';
  if (!isMail) await askEndpoint(tx, parts, row);
  const key = { tenantId: hub.tenant_id, hubId: hub.hub_id };
  return saveSubscriber(tx, key, row.subscriber_id, {
    confirm_sent_at: at,
    ...(isMail && { confirm_due_at: at, confirm_attempts: 0 }),
  });
}

async function askEndpoint(tx: Db, parts: AskParts, row: SubscriberRow): Promise<void> {
  const { subscriptions, publicUrl, hub, now } = parts;
  const maker = { links: subscriptions.links, hub, publicUrl, now };
  const confirm = subscriberLink(maker, 'confirm', row);
  const locale = localeOf(row.locale, hub);
  const page = { id: hub.hub_id, name: hub.name, url: hubUrl(publicUrl, hub) };
  const body =
    row.channel === 'slack'
      ? slackConfirmation(hub.name, confirm, locale)
      : webhookConfirmation(page, { confirm, documentation: `${publicUrl}/docs` }, locale, now);
  const delivery = {
    tenantId: hub.tenant_id,
    subscriberId: row.subscriber_id,
    deliveryId: newId('dlv'),
    eventId: newId('evt'),
    eventType: 'subscription_confirmation',
    subjectId: row.subscriber_id,
    at: now,
    body,
  };
  await subscriptions.channel.enqueue(tx, hub.tenant_id, [delivery]);
}
