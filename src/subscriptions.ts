import type { Logger } from 'pino';
import { createSubscriberDestinations } from './delivery/subscriber-destinations.ts';
import type { KeyRing } from './kernel/key-ring.ts';
import type { Mailer } from './notify/mailer.ts';
import type { OutboundClient } from './outbound/client.ts';
import { startNotices } from './status-page/start-notices.ts';
import { createSubscriberLinks } from './status-page/subscriber-links.ts';
import type { NoticeDeps, Subscriptions } from './status-page/subscribers-context.ts';

type Parts = Pick<NoticeDeps, 'store' | 'clock' | 'sealer'> & {
  readonly outbound: Pick<OutboundClient, 'faultOf'>;
  readonly log: Logger;
  /** Public base URL. */
  readonly url: string;
};

/** Subscribers of status pages: how they are reached, and what tells them. */
export function openSubscriptions(
  parts: Parts,
  ring: KeyRing,
  mailer: Mailer,
  closers: (() => Promise<unknown>)[],
): Subscriptions {
  const channel = createSubscriberDestinations(parts);
  const subscriptions = { channel, links: createSubscriberLinks(ring) };
  const notices = startNotices({ ...parts, publicUrl: parts.url, mailer, subscriptions });
  closers.push(notices.close);
  return subscriptions;
}
