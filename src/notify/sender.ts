import { newToken } from '../kernel/ids.ts';
import type { Store } from '../store/connection.ts';
import type { StoreLog } from '../store/log.ts';
import { retryIn } from './rules/retry.ts';
import type { Verdict } from './rules/verdict.ts';
import { type SendingDeps, sendNotification } from './send-notification.ts';
import {
  type Ending,
  endAttempt,
  type LeasedNotification,
  leaseNotifications,
  releaseNotification,
} from './sending-queries.ts';

/** What the sender is made from. */
export interface SenderOptions extends Omit<SendingDeps, 'db'> {
  readonly store: Store;
  readonly log: StoreLog;
}

export interface Sender {
  /** There may be notifications to send. */
  readonly wake: () => void;
  /** Leases nothing more and waits for what is under way. */
  readonly close: () => Promise<void>;
}

/** Notifications of this process under way at most, in all and of one tenant. */
const MOST_IN_FLIGHT = 32;
const MOST_OF_TENANT = 8;

/** Retries that are due and leases that ended are looked for this often (ms). */
const POLL = 1_000;

/**
 * Sends notifications outside of transactions: leases what is due, sends it, stores how it ended.
 * Several replicas work at once. A process that dies leaves a lease, and when that ends another
 * sends again, under the same Message-ID: at least once, and never twice at a time.
 */
export function startSender(options: SenderOptions): Sender {
  const { store, log } = options;
  const deps: SendingDeps = { ...options, db: store.db };
  const owner = newToken(6);
  const underway = new Map<LeasedNotification, Promise<void>>();
  let leases = 0;
  let closing = false;
  let again = false;
  let leasing: Promise<void> | null = null;

  const run = async (notification: LeasedNotification) => {
    try {
      const verdict = await sendNotification(deps, notification);
      await endAttempt(store.db, notification, endingOf(verdict, notification));
    } catch (error) {
      // The lease ends by itself, and it is tried again.
      log.warn({ err: error }, 'a notification could not be sent and will be tried again');
    } finally {
      underway.delete(notification);
      wake();
    }
  };
  const lease = async () => {
    const limit = MOST_IN_FLIGHT - underway.size;
    if (limit <= 0) return;
    const room = { limit, ofTenant: MOST_OF_TENANT, busy: busyTenants([...underway.keys()]) };
    const leased = await leaseNotifications(store.db, `${owner}-${++leases}`, room);
    for (const notification of leased) {
      if (closing) await releaseNotification(store.db, notification);
      else underway.set(notification, run(notification));
    }
  };
  const drain = async () => {
    do {
      again = false;
      await lease().catch((error) =>
        log.warn({ err: error }, 'notifications could not be fetched and will be tried again'),
      );
    } while (again && !closing);
  };
  const wake = () => {
    again = true;
    if (closing || leasing) return;
    leasing = drain().finally(() => {
      leasing = null;
    });
  };
  // Verbs enqueue what people ask for: tests.
  const unsubscribe = store.committed.subscribe(wake);
  const timer = setInterval(wake, POLL);
  return {
    wake,
    close: async () => {
      closing = true;
      unsubscribe();
      clearInterval(timer);
      await leasing;
      await Promise.all(underway.values());
    },
  };
}

function busyTenants(underway: readonly LeasedNotification[]) {
  const counts = Map.groupBy(underway, ({ tenantId }) => tenantId);
  return [...counts].map(([tenantId, own]) => ({ tenantId, inFlight: own.length }));
}

function endingOf(verdict: Verdict, { attempt, age }: LeasedNotification): Ending {
  if (verdict.outcome === 'sent') return { status: 'sent' };
  const { outcome, reason } = verdict;
  if (outcome !== 'retry') return { status: outcome, reason };
  const wait = retryIn({ attempt, age, pause: verdict.pause, random: Math.random() });
  return wait === null
    ? { status: 'failed', reason: `${reason} Given up after ${attempt} attempts.` }
    : { status: 'pending', reason, retryIn: wait };
}
