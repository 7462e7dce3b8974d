import { MINUTE } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { renderConfirmation } from './confirmation-mail.ts';
import {
  finishConfirmation,
  type LeasedConfirmation,
  leaseConfirmations,
} from './confirmation-queries.ts';
import { attemptMail } from './mail-attempt.ts';
import { findPageHub } from './page-queries.ts';
import { inTurn } from './send-notices.ts';
import { openAddress } from './subscriber-address.ts';
import { localeOf, mailHubOf, subscriberLink } from './subscriber-urls.ts';
import type { NoticeDeps, SubscriberMail } from './subscribers-context.ts';

const LEASE = 5 * MINUTE;
const BATCH = 20;
const AT_ONCE = 4;

/**
 * Sends the mails of double opt-in that are due: please confirm, or, to who is subscribed already,
 * how to change it. Leases and retries as for notices.
 */
export async function sendConfirmations(deps: NoticeDeps, isClosing = () => false): Promise<void> {
  while (!isClosing()) {
    const now = deps.clock();
    const until = new Date(now + LEASE);
    const leased = await leaseConfirmations(deps.store.db, new Date(now), until, BATCH);
    if (leased.length === 0) return;
    await inTurn(leased, AT_ONCE, (row) => sendOne(deps, row));
  }
}

async function sendOne(deps: NoticeDeps, row: LeasedConfirmation): Promise<void> {
  const { store, clock, mailer } = deps;
  const mail = mailer.delivers ? await compose(store.db, deps, row) : undefined;
  if (!mail) return finishConfirmation(store.db, row, null);
  const since = row.confirm_sent_at?.getTime() ?? clock();
  const attempt = { number: row.confirm_attempts, since, now: clock() };
  const result = await attemptMail(() => mailer.send(mail), attempt);
  const retryAt = result.sent ? null : result.retryAt;
  await finishConfirmation(store.db, row, retryAt === null ? null : new Date(retryAt));
}

async function compose(
  db: Db,
  { publicUrl, subscriptions, clock, sealer }: NoticeDeps,
  row: LeasedConfirmation,
): Promise<SubscriberMail | undefined> {
  const hub = await findPageHub(db, row.tenant_id, row.hub_id);
  if (!hub) return undefined;
  const isKnown = row.confirmed_at !== null && row.unsubscribed_at === null;
  const now = clock();
  const maker = { links: subscriptions.links, hub, publicUrl, now };
  const address = openAddress(sealer, row);
  const rendered = renderConfirmation(
    mailHubOf(hub, publicUrl),
    {
      about: isKnown ? 'known' : 'confirm',
      address,
      link: subscriberLink(maker, isKnown ? 'manage' : 'confirm', row),
    },
    localeOf(row.locale, hub),
  );
  const asked = row.confirm_sent_at?.getTime() ?? now;
  const host = new URL(publicUrl).hostname;
  return {
    ...rendered,
    to: address,
    messageId: `<confirm.${row.subscriber_id}.${asked}@${host}>`,
    headers: { 'X-Auto-Response-Suppress': 'All' },
  };
}
