import { type Instant, SECOND } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { slackBody, webhookBodies } from './channel-bodies.ts';
import { loadPage, loadReport } from './load-page.ts';
import { saveMessage } from './message-queries.ts';
import type { RecipientLinks, ToldNotice } from './notice-mail.ts';
import type { NoticeRow } from './notice-queries.ts';
import { findPageHub, listShownComponents, type PageHubRow } from './page-queries.ts';
import type { SubscriberRow } from './subscriber-queries.ts';
import { localeOf, mailHubOf, recipientLinks } from './subscriber-urls.ts';
import type { NoticeDeps } from './subscribers-context.ts';
import { contentFor, subjectOf } from './told-notice.ts';

/** A subscriber with an endpoint, and the delivery that tells it. */
export interface ChannelRecipient {
  readonly row: SubscriberRow;
  readonly deliveryId: string;
}

/** When the outcome of a delivery is first looked for. */
const FIRST_LOOK = 2 * SECOND;

/** Adds a delivery for each of the recipients, and notes it on its message. */
export async function tellChannels(
  tx: Db,
  deps: NoticeDeps,
  notice: NoticeRow,
  recipients: readonly ChannelRecipient[],
  now: Instant,
): Promise<void> {
  const { tenant_id: tenantId, hub_id: hubId } = notice;
  const hub = await findPageHub(tx, tenantId, hubId);
  if (!hub) return;
  const bodyFor = await bodies(tx, deps, { notice, hub, now }, recipients);
  const deliveries = recipients.map(({ row, deliveryId }) => ({
    tenantId,
    subscriberId: row.subscriber_id,
    deliveryId,
    eventId: notice.notice_id,
    eventType: notice.kind,
    subjectId: notice.subject_id,
    at: notice.created_at.getTime(),
    body: bodyFor(row),
  }));
  const untold = await deps.subscriptions.channel.enqueue(tx, tenantId, deliveries);
  for (const { subscriberId, deliveryId } of deliveries) {
    const key = { ...notice, subscriber_id: subscriberId };
    const reason = untold.get(subscriberId);
    const values =
      reason === undefined
        ? { delivery_id: deliveryId, next_attempt_at: new Date(now + FIRST_LOOK) }
        : { status: 'skipped' as const, reason };
    await saveMessage(tx, key, values);
  }
}

interface Told {
  readonly notice: NoticeRow;
  readonly hub: PageHubRow;
  readonly now: Instant;
}

/** What each recipient is sent; the page is read once for all of them, if a webhook is among them. */
async function bodies(
  tx: Db,
  deps: NoticeDeps,
  { notice, hub, now }: Told,
  recipients: readonly ChannelRecipient[],
): Promise<(row: SubscriberRow) => string> {
  const { publicUrl, subscriptions } = deps;
  const { tenant_id: tenantId, hub_id: hubId } = notice;
  const shown = await listShownComponents(tx, tenantId, hubId);
  const content = contentFor(notice.content, shown);
  const told: ToldNotice = { kind: notice.kind, subjectId: notice.subject_id, content };
  const wantsPage = recipients.some(({ row }) => row.channel === 'webhook');
  const webhook = wantsPage ? await webhooks(tx, deps, { notice, content, now }) : null;
  const maker = { links: subscriptions.links, hub, publicUrl, now };
  return (row) => {
    const links = recipientLinks(maker, row);
    if (row.channel === 'webhook' && webhook) return webhook(links);
    return slackBody(mailHubOf(hub, publicUrl), told, localeOf(row.locale, hub), links);
  };
}

async function webhooks(
  tx: Db,
  { publicUrl }: NoticeDeps,
  { notice, content, now }: Omit<Told, 'hub'> & { readonly content: NoticeRow['content'] },
): Promise<((links: RecipientLinks) => string) | null> {
  const request = { tenantId: notice.tenant_id, hubId: notice.hub_id, now, publicUrl };
  const page = await loadPage(tx, request);
  if (!page) return null;
  const subject = await loadReport(tx, request, notice.subject_id);
  return webhookBodies(page, subject ?? subjectOf(notice, content), `${publicUrl}/docs`, now);
}
