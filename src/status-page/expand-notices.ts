import { newId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import { insertMessages, type Reached } from './message-queries.ts';
import { lockDueNotice, type NoticeRow, saveExpansion } from './notice-queries.ts';
import { listSubscribersById } from './subscriber-queries.ts';
import type { NoticeDeps } from './subscribers-context.ts';
import { type ChannelRecipient, tellChannels } from './tell-channels.ts';

/** Recipients that one transaction writes. */
const PORTION = 500;

/** Why a mail is not sent on a hub that has no mail server. */
const NO_MAIL_SERVER = 'This installation has no mail server (SMTP_URL).';

/**
 * Writes whom each due notice is told: a message for every subscriber it reaches, once, whatever
 * crashes and however many replicas work at it; big lists in portions. Webhooks and chats get their
 * delivery in the same transaction. Returns how many portions it wrote.
 */
export async function expandNotices(deps: NoticeDeps, isClosing = () => false): Promise<number> {
  let portions = 0;
  while (!isClosing() && (await transact(deps.store, (tx) => expandNext(tx, deps)))) portions++;
  return portions;
}

async function expandNext(tx: Db, deps: NoticeDeps): Promise<boolean> {
  const now = deps.clock();
  const notice = await lockDueNotice(tx, new Date(now));
  if (!notice) return false;
  const after = notice.expanded_to ?? '';
  const portion = { after, limit: PORTION, now: new Date(now) };
  const noMail = deps.mailer.delivers ? null : NO_MAIL_SERVER;
  const reached = await insertMessages(tx, notice, portion, noMail);
  await tellEndpoints(tx, deps, notice, reached, now);
  const last = reached.at(-1)?.subscriberId ?? after;
  await saveExpansion(tx, notice, {
    expanded_to: last,
    ...(reached.length < PORTION && { expanded_at: new Date(now) }),
  });
  return true;
}

async function tellEndpoints(
  tx: Db,
  deps: NoticeDeps,
  notice: NoticeRow,
  reached: readonly Reached[],
  now: Instant,
): Promise<void> {
  const ids = reached
    .filter(({ isNew, channel }) => isNew && channel !== 'email')
    .map(({ subscriberId }) => subscriberId);
  if (ids.length === 0) return;
  const hub = { tenantId: notice.tenant_id, hubId: notice.hub_id };
  const rows = await listSubscribersById(tx, hub, ids);
  const recipients: ChannelRecipient[] = rows.map((row) => ({ row, deliveryId: newId('dlv') }));
  await tellChannels(tx, deps, notice, recipients, now);
}
