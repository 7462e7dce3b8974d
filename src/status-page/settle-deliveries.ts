import { type Instant, MINUTE, SECOND } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import { type MessageRow, saveMessage, takeUnderWay } from './message-queries.ts';
import type { ChannelOutcome } from './subscriber-channel.ts';
import type { NoticeDeps } from './subscribers-context.ts';

const BATCH = 200;

/** Between two looks at a delivery: it may be retried for days. */
const LOOK_AGAIN = MINUTE;
const FIRST_MINUTE = 2 * SECOND;

/**
 * Notes on the messages of webhooks and chats what came of their deliveries. Lists read the outcome
 * itself, so they are never late; this is for filters, counts, and for ever.
 */
export async function settleDeliveries(deps: NoticeDeps, isClosing = () => false): Promise<void> {
  let found = BATCH;
  while (found === BATCH && !isClosing()) {
    found = await transact(deps.store, (tx) => settleBatch(tx, deps, deps.clock()));
  }
}

async function settleBatch(tx: Db, deps: NoticeDeps, now: Instant): Promise<number> {
  const next = new Date(now + LOOK_AGAIN);
  const rows = await takeUnderWay(tx, new Date(now), next, BATCH);
  for (const [tenantId, messages] of Map.groupBy(rows, (row) => row.tenant_id)) {
    const outcomes = await outcomesOf(tx, deps, tenantId, messages);
    for (const message of messages) {
      const outcome = outcomes.get(message.delivery_id ?? '');
      if (outcome) await note(tx, message, outcome, now);
    }
  }
  return rows.length;
}

/** How the deliveries of these messages stand, by delivery id; those of mails are left out. */
export function outcomesOf(
  db: Db,
  { subscriptions }: Pick<NoticeDeps, 'subscriptions'>,
  tenantId: string,
  messages: readonly MessageRow[],
): Promise<ReadonlyMap<string, ChannelOutcome>> {
  const keys = messages.flatMap(({ subscriber_id: subscriberId, delivery_id: deliveryId }) =>
    deliveryId === null ? [] : [{ subscriberId, deliveryId }],
  );
  return subscriptions.channel.outcomesOf(db, tenantId, keys);
}

function note(tx: Db, message: MessageRow, outcome: ChannelOutcome, now: Instant) {
  const { state, reason, attempts, at } = outcome;
  const isYoung = now - message.created_at.getTime() < MINUTE;
  return saveMessage(tx, message, {
    status: state,
    reason,
    attempts,
    updated_at: new Date(at ?? now),
    ...(state === 'pending' && isYoung && { next_attempt_at: new Date(now + FIRST_MINUTE) }),
  });
}
