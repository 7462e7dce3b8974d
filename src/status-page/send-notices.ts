import { type Instant, MINUTE } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { attemptMail, type MailResult } from './mail-attempt.ts';
import { finishMessage, type LeasedMessage, leaseMessages } from './message-queries.ts';
import { renderNoticeMail } from './notice-mail.ts';
import { findNotice } from './notice-queries.ts';
import { findPageHub, listShownComponents } from './page-queries.ts';
import { openAddress } from './subscriber-address.ts';
import { findSubscriber } from './subscriber-queries.ts';
import { localeOf, mailHubOf, recipientLinks } from './subscriber-urls.ts';
import type { NoticeDeps, SubscriberMail } from './subscribers-context.ts';
import { contentFor } from './told-notice.ts';

/** Longer than a batch takes when every step of every mail runs into its deadline. */
const LEASE = 5 * MINUTE;

/** Mails leased, and under way, at once. */
const BATCH = 20;
const AT_ONCE = 4;

/**
 * Sends the mails that are due, a few at a time; several replicas share them. What came of each is
 * stored as soon as it is known. After a crash between the two the mail is sent once more when its
 * lease has ended, under the same Message-ID. Returns how many it tried.
 */
export async function sendNotices(deps: NoticeDeps, isClosing = () => false): Promise<number> {
  let tried = 0;
  while (!isClosing()) {
    const now = deps.clock();
    const until = new Date(now + LEASE);
    const leased = await leaseMessages(deps.store.db, new Date(now), until, BATCH);
    if (leased.length === 0) return tried;
    await inTurn(leased, AT_ONCE, (message) =>
      isClosing() ? giveBack(deps, message) : sendOne(deps, message),
    );
    tried += leased.length;
  }
  return tried;
}

/** Works through the list, `width` at once. */
export async function inTurn<T>(
  list: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = list.values();
  const lane = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

/** Not tried after all: the hub is closing, another replica or the next start goes on with it. */
function giveBack({ store, clock }: NoticeDeps, message: LeasedMessage): Promise<void> {
  const values = { next_attempt_at: new Date(clock()), attempts: message.attempts - 1 };
  return finishMessage(store.db, message, values);
}

async function sendOne(deps: NoticeDeps, message: LeasedMessage): Promise<void> {
  const { store, clock, mailer } = deps;
  const mail = await compose(store.db, deps, message);
  if ('skip' in mail) {
    const values = { status: 'skipped', reason: mail.skip, updated_at: new Date(clock()) } as const;
    return finishMessage(store.db, message, values);
  }
  const since = message.created_at.getTime();
  const attempt = { number: message.attempts, since, now: clock() };
  const result = await attemptMail(() => mailer.send(mail), attempt);
  await finishMessage(store.db, message, outcomeOf(result, clock()));
}

function outcomeOf(result: MailResult, now: Instant) {
  const updated_at = new Date(now);
  if (result.sent)
    return { status: 'sent', reason: null, next_attempt_at: null, updated_at } as const;
  const { reason, retryAt } = result;
  if (retryAt === null) {
    return { status: 'failed', reason, next_attempt_at: null, updated_at } as const;
  }
  return { reason, next_attempt_at: new Date(retryAt), updated_at } as const;
}

type Composed = SubscriberMail | { readonly skip: string };

/** The mail as its recipient and hub are now. */
async function compose(db: Db, deps: NoticeDeps, message: LeasedMessage): Promise<Composed> {
  const { tenant_id: tenantId, hub_id: hubId, notice_id: noticeId } = message;
  const key = { tenantId, hubId };
  const row = await findSubscriber(db, key, message.subscriber_id);
  const notice = await findNotice(db, tenantId, hubId, noticeId);
  const hub = await findPageHub(db, tenantId, hubId);
  if (!row || !notice || !hub) return { skip: 'The subscriber was erased.' };
  if (row.unsubscribed_at !== null) return { skip: 'The subscriber has unsubscribed.' };
  const { publicUrl, subscriptions, clock, sealer } = deps;
  const links = recipientLinks({ links: subscriptions.links, hub, publicUrl, now: clock() }, row);
  const shown = await listShownComponents(db, tenantId, hubId);
  const told = {
    kind: notice.kind,
    subjectId: notice.subject_id,
    content: contentFor(notice.content, shown),
  };
  const rendered = renderNoticeMail(
    mailHubOf(hub, publicUrl),
    told,
    localeOf(row.locale, hub),
    links,
  );
  const host = new URL(publicUrl).hostname;
  return {
    ...rendered,
    to: openAddress(sealer, row),
    messageId: `<${noticeId}.${row.subscriber_id}@${host}>`,
    thread: `<${notice.subject_id}.${row.subscriber_id}@${host}>`,
    headers: {
      // RFC 8058: one click, and it must be https or mailto for mail programs to show it.
      'List-Unsubscribe': `<${links.unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'List-Id': `<${hubId}.${host}>`,
      'X-Auto-Response-Suppress': 'All',
    },
  };
}
