import { setTimeout as pause } from 'node:timers/promises';
import { notFound } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { SECOND } from '../kernel/time.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { readVerb } from '../tenants/reading.ts';
import { lockChannel } from './channel-queries.ts';
import { findNotification, insertNotifications } from './notification-queries.ts';
import type { NotificationView } from './notification-schemas.ts';
import { showNotification } from './notification-view.ts';
import type { NotifyContext } from './notify-context.ts';

/** Waited for the chat's answer (ms): its deadline, and time to be queued and stored. */
const MOST_WAIT = 12 * SECOND;
const LOOK_EVERY = 100;

/**
 * Sends a test message in the way of real ones and waits for what comes of it: still `pending` when
 * the first attempt failed and another follows.
 */
export async function testChannel(
  context: NotifyContext,
  input: { readonly id: string },
): Promise<NotificationView> {
  requireScope(context, 'admin');
  const { tenantId, actor } = context.caller;
  const sent = await runVerb(context, { route: 'test-chat-channel', input }, async (tx) => {
    const channel = await lockChannel(tx, tenantId, input.id);
    if (!channel) throw notFound('The chat channel');
    const notificationId = newId('msg');
    await insertNotifications(tx, [
      {
        tenantId,
        notificationId,
        eventId: `test ${notificationId}`,
        incidentId: null,
        recipientId: channel.channel_id,
        recipientName: channel.name,
        means: 'chat',
        telling: { kind: 'test', actor: actor.type === 'person' ? actor.name : null },
      },
    ]);
    await audit(tx, context, { action: 'chat_channel.tested', targetId: channel.channel_id });
    return { notificationId };
  });
  return waitForAttempt(context, sent.notificationId);
}

/** The notification after its first attempt, or as it is when that takes too long. */
async function waitForAttempt(context: NotifyContext, id: string): Promise<NotificationView> {
  const { tenantId } = context.caller;
  const until = performance.now() + MOST_WAIT;
  for (;;) {
    const row = await readVerb(context, (db) => findNotification(db, tenantId, id));
    if (!row) throw notFound('The notification');
    const tried = row.status !== 'pending' || row.reason !== null;
    if (tried || performance.now() >= until) return showNotification(row);
    await pause(LOOK_EVERY);
  }
}
