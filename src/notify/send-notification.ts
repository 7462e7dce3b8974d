import type { OutboundClient } from '../outbound/client.ts';
import type { Db } from '../store/connection.ts';
import type { Sealer } from '../tenants/sealing.ts';
import { findChannel } from './channel-queries.ts';
import { ownerOfChannel, ownerOfPerson } from './chat-urls.ts';
import { isWaiting } from './incident-state.ts';
import type { Mailer } from './mailer.ts';
import { chatMessage } from './rules/chat-text.ts';
import { mailText } from './rules/mail-text.ts';
import { wordingOf } from './rules/telling.ts';
import { chatVerdict, type MailFailure, mailVerdict, type Verdict } from './rules/verdict.ts';
import { findPersonReach, type LeasedNotification } from './sending-queries.ts';

/** What sending needs. */
export interface SendingDeps {
  readonly db: Db;
  readonly mailer: Pick<Mailer, 'send' | 'delivers'>;
  readonly outbound: Pick<OutboundClient, 'send'>;
  readonly sealer: Sealer;
  /** Public base URL without a trailing slash. */
  readonly publicUrl: string;
}

/** Milliseconds for a chat to answer, and for a mail server to take a mail. */
const CHAT_TIMEOUT = 10_000;
const MAIL_TIMEOUT = 45_000;

/** Connections to one chat at most. */
const CONNECTIONS = 4;

/**
 * Sends a notification once, to where its recipient is reached now. Throws only when the database
 * fails.
 */
export async function sendNotification(
  deps: SendingDeps,
  notification: LeasedNotification,
): Promise<Verdict> {
  const { tenantId, incidentId, content, means } = notification;
  if (content.kind === 'reminder' && !(await isWaiting(deps.db, tenantId, incidentId))) {
    return skipped('Somebody took care of the incident before this was sent.');
  }
  return means === 'email' ? sendMail(deps, notification) : sendChat(deps, notification);
}

function skipped(reason: string): Verdict {
  return { outcome: 'skipped', reason };
}

async function sendMail(deps: SendingDeps, notification: LeasedNotification): Promise<Verdict> {
  const { tenantId, notificationId, recipientId, incidentId } = notification;
  const person = await findPersonReach(deps.db, tenantId, recipientId);
  if (!person) return skipped('They are no member any more.');
  if (!person.preferences.email) return skipped('They have turned mail off.');
  if (!deps.mailer.delivers) return skipped('The hub has no mail server (SMTP_URL).');
  const text = mailText(wordingOf(notification.content), deps.publicUrl);
  const { hostname } = new URL(deps.publicUrl);
  const mail = {
    ...text,
    to: person.email,
    messageId: `<${notificationId}@${hostname}>`,
    ...(incidentId !== null && { thread: `<${incidentId}@${hostname}>` }),
  };
  try {
    await withDeadline(deps.mailer.send(mail), MAIL_TIMEOUT);
    return { outcome: 'sent' };
  } catch (error) {
    return mailVerdict(failureOf(error));
  }
}

/** What was sent may still arrive afterwards; its Message-ID tells a second one from it. */
async function withDeadline(sending: Promise<void>, milliseconds: number): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject({ code: 'ETIMEDOUT' }), milliseconds);
  sending.catch(() => {});
  await Promise.race([sending, late.promise]).finally(() => clearTimeout(timer));
}

function failureOf(error: unknown): MailFailure {
  const { code, responseCode, response } = (error ?? {}) as Record<string, unknown>;
  return {
    code: typeof code === 'string' ? code : '',
    status: typeof responseCode === 'number' ? responseCode : null,
    response: typeof response === 'string' ? response : '',
  };
}

async function sendChat(deps: SendingDeps, notification: LeasedNotification): Promise<Verdict> {
  const { tenantId, recipientId, content } = notification;
  const found = await findUrl(deps, tenantId, recipientId);
  if ('reason' in found) return skipped(found.reason);
  const result = await deps.outbound.send({
    pool: `chat ${tenantId} ${recipientId}`,
    connections: CONNECTIONS,
    url: found.url,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'Tocsin' },
    body: JSON.stringify(chatMessage(wordingOf(content), deps.publicUrl)),
    timeoutMs: CHAT_TIMEOUT,
    verifyTls: true,
    ca: null,
  });
  return chatVerdict(result);
}

async function findUrl(
  { db, sealer }: SendingDeps,
  tenantId: string,
  recipientId: string,
): Promise<{ readonly url: string } | { readonly reason: string }> {
  if (recipientId.startsWith('chn_')) {
    const channel = await findChannel(db, tenantId, recipientId);
    if (!channel) return { reason: 'The chat channel was deleted.' };
    return { url: sealer.open(channel.url, ownerOfChannel(tenantId, recipientId)) };
  }
  const person = await findPersonReach(db, tenantId, recipientId);
  if (!person) return { reason: 'They are no member any more.' };
  if (person.chatUrl === null) return { reason: 'They have removed their chat webhook.' };
  return { url: sealer.open(person.chatUrl, ownerOfPerson(tenantId, recipientId)) };
}
