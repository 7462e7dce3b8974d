import type { Clock } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import type { MailSender } from '../tenants/people-context.ts';
import type { Sealer } from '../tenants/sealing.ts';
import type { TenantsContext } from '../tenants/tenants-context.ts';
import type { SubscriberChannel } from './subscriber-channel.ts';
import type { SubscriberLinks } from './subscriber-links.ts';

/** One mail to a subscriber. */
export interface SubscriberMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same for every attempt: after a crash a second copy can be recognised. */
  readonly messageId: string;
  /** What it belongs to: mail programs show the mails of one report together. */
  readonly thread?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends mail; app.ts gives it. */
export interface SubscriberMailer {
  readonly send: (mail: SubscriberMail) => Promise<void>;
  /** False: no mail server is configured. */
  readonly delivers: boolean;
}

/** How subscribers are reached; made by app.ts. */
export interface Subscriptions {
  readonly channel: SubscriberChannel;
  readonly links: SubscriberLinks;
}

/** What public pages and workers about subscribers work with: there is no caller. */
export interface SubscribersParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly subscriptions: Subscriptions;
  readonly mailer: Pick<SubscriberMailer, 'delivers'>;
  /** Public base URL without a trailing slash. */
  readonly publicUrl: string;
}

/** What the verbs about subscribers get beside the common context. */
export interface SubscribersContext extends TenantsContext {
  readonly subscriptions: Subscriptions;
  readonly mailer: MailSender;
  readonly publicUrl: string;
}

/** What the worker that tells subscribers is made from. */
export interface NoticeDeps extends Omit<SubscribersParts, 'mailer'> {
  readonly mailer: SubscriberMailer;
}
