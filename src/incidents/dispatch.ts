import { HOUR, type Instant } from '../kernel/time.ts';
import type { Db, Store } from '../store/connection.ts';
import type { StoreLog } from '../store/log.ts';
import { isRetryable } from '../store/transaction.ts';
import {
  listOldestEvents,
  lockDispatch,
  type Subject,
  type TakenEvent,
  takeEvents,
  type WaitingEvent,
} from './dispatch-queries.ts';
import type { Actor } from './rules/incident.ts';

/** An event on its way to the listeners. */
export interface DispatchedEvent {
  readonly subject: Subject;
  readonly tenantId: string;
  /** The incident or alert. */
  readonly subjectId: string;
  /** Ascending within the subject. */
  readonly seq: number;
  readonly eventId: string;
  readonly eventType: string;
  readonly eventAt: Instant;
  readonly actor: Actor;
  /** JSON text of an IncidentSnapshot or an AlertSnapshot. */
  readonly snapshot: string;
}

/**
 * A room that acts on events. Called inside the transaction that takes the events out of the
 * outbox: what it writes there exists exactly when the event has left. It makes no outbound call.
 */
export interface EventListener {
  /** Those of the tenants it wants to hear about now. */
  readonly hears: (tx: Db, tenantIds: readonly string[]) => Promise<readonly string[]>;
  /** Events of such tenants, each subject's in its order. */
  readonly take: (tx: Db, events: readonly DispatchedEvent[]) => Promise<void>;
}

/** What of an event is known without reading what it is about. */
export type EventKey = Pick<DispatchedEvent, 'subject' | 'tenantId' | 'subjectId' | 'eventType'>;

/**
 * A room that only notes which incidents something happened to, of all tenants: for it no snapshot is
 * read, which is most of an event. Called in the same transaction as the listeners, after them.
 */
export type EventWatcher = (tx: Db, events: readonly EventKey[]) => Promise<void>;

export interface DispatcherOptions {
  readonly store: Store;
  readonly listeners: readonly EventListener[];
  readonly watchers?: readonly EventWatcher[];
  readonly log: StoreLog;
  /** Called after a commit that handed events to listeners or watchers. */
  readonly dispatched: () => void;
}

export interface Dispatcher {
  /** There may be events: for commits that `store.committed` does not tell (the intake lanes). */
  readonly wake: () => void;
  /** Waits for a run under way; none starts afterwards. */
  readonly close: () => Promise<void>;
}

/** Events taken in one transaction: few, so that the first leave soon, and more in a backlog. */
const FIRST_BATCH = 250;
const LARGEST_BATCH = 2_000;

/** What a crashed process left behind, or an unreachable database, is looked for this often (ms). */
const POLL = 1_000;

/**
 * Hands events from the outbox to the listeners (decision 0012). Commits of this process wake it; it works until the outbox is empty.
 */
export function startDispatcher(options: DispatcherOptions): Dispatcher {
  const { store, log } = options;
  let closed = false;
  let again = false;
  let running: Promise<void> | null = null;

  const drain = async () => {
    // One turn of the event loop: requests that commit together are dispatched together.
    await new Promise(setImmediate);
    do {
      again = false;
      try {
        let limit = FIRST_BATCH;
        while (!closed && (await dispatchBatch(options, limit))) {
          limit = Math.min(limit * 2, LARGEST_BATCH);
        }
      } catch (error) {
        log.warn({ err: error }, 'events could not be dispatched and will be tried again');
        return;
      }
    } while (again && !closed);
  };
  const wake = () => {
    again = true;
    if (closed || running) return;
    running = drain().finally(() => {
      running = null;
    });
  };
  const unsubscribe = store.committed.subscribe(wake);
  const timer = setInterval(wake, POLL);
  return {
    wake,
    close: async () => {
      closed = true;
      unsubscribe();
      clearInterval(timer);
      await running;
    },
  };
}

/**
 * Dispatches the oldest events of both outboxes, once. Returns whether there may be more. Exported
 * for tests and for draining.
 */
export async function dispatchBatch(
  options: Pick<DispatcherOptions, 'store' | 'listeners' | 'watchers' | 'dispatched'>,
  limit = FIRST_BATCH,
): Promise<boolean> {
  const { store } = options;
  try {
    const { handed, full } = await store.db.transaction().execute(async (tx) => {
      await lockDispatch(tx);
      const incidents = await takeOldest(tx, 'incident', options, limit);
      const alerts = await takeOldest(tx, 'alert', options, limit);
      return { handed: incidents.handed + alerts.handed, full: incidents.full || alerts.full };
    });
    if (handed > 0) options.dispatched();
    return full;
  } catch (error) {
    if (isRetryable(error)) return true;
    throw error;
  }
}

async function takeOldest(
  tx: Db,
  subject: Subject,
  { listeners, watchers = [] }: Pick<DispatcherOptions, 'listeners' | 'watchers'>,
  limit: number,
) {
  const waiting = await listOldestEvents(tx, subject, limit);
  if (waiting.length === 0) return { handed: 0, full: false };
  const tenants = [...new Set(waiting.map(({ tenantId }) => tenantId))];
  const hearing = await Promise.all(listeners.map((listener) => listener.hears(tx, tenants)));
  const rows = await takeEvents(tx, subject, {
    ...rangeOf(waiting),
    subjects: lastOfEach(waiting),
    heard: [...new Set(hearing.flat())],
  });
  const events = rows.flatMap((row) => eventOf(subject, row) ?? []);
  for (const [index, listener] of listeners.entries()) {
    const heard = new Set(hearing[index]);
    const own = events.filter(({ tenantId }) => heard.has(tenantId));
    if (own.length > 0) await listener.take(tx, own);
  }
  const keys = rows.map((row) => ({ ...row, subject }));
  for (const watch of watchers) await watch(tx, keys);
  const handed = watchers.length > 0 ? rows.length : events.length;
  return { handed, full: waiting.length === limit };
}

function rangeOf(waiting: readonly WaitingEvent[]): { from: Date; to: Date } {
  const times = waiting.map(({ createdAt }) => createdAt.getTime());
  return {
    from: new Date(Math.min(...times) - HOUR),
    to: new Date(Math.max(...times) + HOUR),
  };
}

/** The last number of each subject, in key order. */
function lastOfEach(waiting: readonly WaitingEvent[]) {
  const last = new Map<string, WaitingEvent>();
  for (const event of waiting) {
    const key = `${event.tenantId} ${event.subjectId}`;
    if (event.seq > (last.get(key)?.seq ?? -1)) last.set(key, event);
  }
  return [...last.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, event]) => event);
}

function eventOf(subject: Subject, row: TakenEvent): DispatchedEvent | null {
  const { actor, snapshot } = row;
  if (actor === null || snapshot === null) return null;
  return {
    subject,
    tenantId: row.tenantId,
    subjectId: row.subjectId,
    seq: row.seq,
    eventId: row.eventId,
    eventType: row.eventType,
    eventAt: row.eventAt.getTime(),
    actor: JSON.parse(actor),
    snapshot,
  };
}
