import { Client, type Dispatcher } from 'undici';
import type { Dialer } from './dialer.ts';

/** Milliseconds after which a connection is not used again, so that names are resolved anew. */
const MOST_AGE = 60_000;
/** Milliseconds an unused connection stays open: below what servers wait before they close it. */
const KEEP_ALIVE = 4_000;
/** Bytes of an answer's header names and values. */
const MOST_HEADER_BYTES = 16_384;

/** Whoever waits for a connection. */
export interface Waiter {
  readonly begin: (connection: Connection) => void;
}

/** A connection that one exchange has to itself. */
export interface Connection {
  readonly dispatch: (
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ) => void;
  /**
   * To be called once. `whole`: the answer was read to its end, so the connection may serve again;
   * otherwise it is cut, also where it is still being opened.
   */
  readonly release: (whole: boolean) => void;
}

/** The connections to one origin under one group of settings. */
export interface ConnectionPool {
  /** Begins with a connection now, or when its turn comes. */
  readonly enter: (waiter: Waiter) => void;
  /** Waits no longer. */
  readonly leave: (waiter: Waiter) => void;
  /** Whether nobody uses it and nobody waits. */
  readonly idle: () => boolean;
  /** Cuts all connections. */
  readonly close: () => void;
}

interface Slot {
  readonly client: Client;
  readonly bornAt: number;
  readonly stopDialing: () => void;
}

/**
 * At most `most` connections, which serve in turn, the last used first. Not undici's Pool: there, a
 * request cannot leave the queue, nor end the connecting it waits for, so calls that have timed out
 * would still be worked through before those that can succeed.
 */
export function createConnectionPool(origin: string, most: number, dial: Dialer): ConnectionPool {
  const free: Slot[] = [];
  const busy = new Set<Slot>();
  const waiting = new Set<Waiter>();

  const take = (): Slot | undefined => {
    for (let slot = free.pop(); slot; slot = free.pop()) {
      if (performance.now() - slot.bornAt < MOST_AGE) return slot;
      cut(slot);
    }
    return busy.size < most ? createSlot(origin, dial) : undefined;
  };

  const enter = (waiter: Waiter) => {
    const slot = take();
    if (!slot) {
      waiting.add(waiter);
      return;
    }
    busy.add(slot);
    waiter.begin({
      dispatch: (options, handler) => slot.client.dispatch(options, handler),
      release: (whole) => release(slot, whole),
    });
  };

  const release = (slot: Slot, whole: boolean) => {
    if (!busy.delete(slot)) return;
    if (whole) free.push(slot);
    else cut(slot);
    const [next] = waiting;
    if (!next) return;
    waiting.delete(next);
    // In a turn of its own: one that fails at once would otherwise begin the next from within.
    queueMicrotask(() => enter(next));
  };

  return {
    enter,
    leave: (waiter) => {
      waiting.delete(waiter);
    },
    idle: () => busy.size === 0 && waiting.size === 0,
    close: () => {
      for (const slot of [...free.splice(0), ...busy]) cut(slot);
    },
  };
}

function createSlot(origin: string, dial: Dialer): Slot {
  let stopDialing = () => {};
  const client = new Client(origin, {
    connect: (_options, callback) => {
      stopDialing = dial(callback);
    },
    allowH2: false,
    // A POST must not share a connection with another that is not answered yet.
    pipelining: 1,
    maxHeaderSize: MOST_HEADER_BYTES,
    keepAliveTimeout: KEEP_ALIVE,
    keepAliveMaxTimeout: MOST_AGE,
    // The deadline of the exchange holds for all of it.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return { client, bornAt: performance.now(), stopDialing: () => stopDialing() };
}

function cut({ client, stopDialing }: Slot): void {
  client.destroy(() => {});
  stopDialing();
}
