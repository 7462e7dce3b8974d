import type { Instant } from '../kernel/time.ts';
import { hubUrl } from './load-page.ts';
import type { MailHub, RecipientLinks } from './notice-mail.ts';
import type { PageHubRow } from './page-queries.ts';
import { asPageLocale } from './render/catalogue.ts';
import type { PageLocale } from './render/strings.ts';
import type { LinkPurpose, SubscriberLinks } from './subscriber-links.ts';

/** A hub as mails speak of it. */
export function mailHubOf(hub: PageHubRow, publicUrl: string): MailHub {
  const { name, settings } = hub;
  const { accent, time_zone: timeZone } = settings;
  return { name, url: hubUrl(publicUrl, hub), accent, timeZone };
}

/** The language of a subscriber: theirs, else the hub's. */
export function localeOf(asked: string | undefined, hub: Pick<PageHubRow, 'settings'>): PageLocale {
  return asPageLocale(asked) ?? hub.settings.locale ?? 'en';
}

/** Who a link is for, as a subscriber's row has it. */
export interface LinkedSubscriber {
  readonly subscriber_id: string;
  readonly generation: number;
}

/** What links are made with. */
export interface LinkMaker {
  readonly links: SubscriberLinks;
  readonly hub: PageHubRow;
  readonly publicUrl: string;
  readonly now: Instant;
}

/** A link of a subscriber to a page of the hub. */
export function subscriberLink(
  { links, hub, publicUrl, now }: LinkMaker,
  purpose: LinkPurpose,
  { subscriber_id: subscriberId, generation }: LinkedSubscriber,
): string {
  const subject = { tenantId: hub.tenant_id, hubId: hub.hub_id, subscriberId, generation };
  return `${hubUrl(publicUrl, hub)}/${purpose}/${links.token(purpose, subject, now)}`;
}

/** The links in everything that a subscriber is sent. */
export function recipientLinks(maker: LinkMaker, subscriber: LinkedSubscriber): RecipientLinks {
  return {
    manage: subscriberLink(maker, 'manage', subscriber),
    unsubscribe: subscriberLink(maker, 'unsubscribe', subscriber),
  };
}
