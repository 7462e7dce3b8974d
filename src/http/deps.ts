import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { RuleBook } from '../incidents/rule-book.ts';
import type { Intake } from '../intake/receive.ts';
import type { Problem } from '../kernel/errors.ts';
import type { Clock } from '../kernel/time.ts';
import type { OutboundClient } from '../outbound/client.ts';
import type { StatusHook } from '../status-page/receive-hook.ts';
import type { Subscriptions } from '../status-page/subscribers-context.ts';
import type { Store } from '../store/connection.ts';
import type { Signal } from '../store/signal.ts';
import type { Auth } from '../tenants/auth.ts';
import type { Directory } from '../tenants/directory.ts';
import type { Errands } from '../tenants/errands.ts';
import type { MailSender } from '../tenants/people-context.ts';
import type { Sealer } from '../tenants/sealing.ts';
import type { FormatInfo } from '../tenants/tenants-context.ts';
import type { StatusPages } from './status-pages.ts';

/** What the HTTP room is built from; made in app.ts. */
export interface HttpDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly sealer: Sealer;
  readonly rules: RuleBook;
  readonly auth: Auth;
  readonly mailer: MailSender;
  readonly errands: Errands;
  readonly intake: Intake;
  readonly statusHook: StatusHook;
  /** How subscribers of status pages are reached. */
  readonly subscriptions: Subscriptions;
  readonly formats: readonly FormatInfo[];
  /** Says what is wrong with a URL before it is stored. */
  readonly outbound: Pick<OutboundClient, 'faultOf'>;
  /** Addresses and networks this hub calls from, as configured. */
  readonly outboundAddresses: readonly string[];
  readonly log: Logger;
  readonly metrics: Registry;
  /** Public base URL without a trailing slash. */
  readonly publicUrl: string;
  /** The operator's token, or null when the root API is off. */
  readonly rootToken: string | null;
  /** Which proxies may set X-Forwarded-For: none, that many, or these addresses. */
  readonly trustProxy: false | number | readonly string[];
  /** Tells that this process has dispatched events; without it live streams only poll. */
  readonly dispatched?: Pick<Signal, 'subscribe'>;
  /** The public pages; without them there are none. */
  readonly statusPages?: StatusPages;
  /** Why nothing can be served although the database answers; null: nothing is wrong. */
  readonly fault?: () => Problem | null;
}
