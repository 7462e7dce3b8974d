import { MINUTE, SECOND } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import type { StoreLog } from '../store/log.ts';
import type { Signal } from '../store/signal.ts';
import { listPositions, watchTenant } from './live-queries.ts';
import { createLiveRoom, type LiveRoom, type LiveViewer, readPage } from './live-room.ts';

/** One viewer's watching. */
export interface Watching {
  /** Where the viewer began: at its cursor, or at the end of the log. */
  readonly position: number;
  /** Whether all since the cursor follows. */
  readonly resumed: boolean;
  /** Begins to hand events; called once the viewer has been told where it begins. */
  readonly begin: () => void;
  readonly stop: () => void;
}

/** Follows the live logs of the tenants that have viewers in this process. */
export interface LiveFeed {
  /** Starts watching after `cursor`, a position; null: from now on. */
  readonly watch: (
    tenantId: string,
    cursor: number | null,
    viewer: LiveViewer,
  ) => Promise<Watching>;
  /** The tenants that have viewers here. */
  readonly tenants: () => readonly string[];
  /** Tells the viewers of a tenant what the log does not keep. */
  readonly tell: (tenantId: string, event: string, data: string) => void;
  /** Ends all watching. */
  readonly close: () => Promise<void>;
}

export interface LiveFeedOptions {
  readonly store: Store;
  readonly log: StoreLog;
  /** This process has dispatched events. */
  readonly dispatched?: Pick<Signal, 'subscribe'>;
  /** Called when a tenant's alerts begin to be told as events. */
  readonly began?: (tenantId: string) => void;
  /** Waited for before a viewer of the tenant is told that it may begin. */
  readonly entered?: (tenantId: string) => Promise<void>;
}

/** What other replicas dispatched is looked for this often, while somebody watches (ms). */
const POLL = 200;

/** Far less than the hour that a log goes on without viewers. */
const RENEW = MINUTE;

/**
 * The intake of every replica knows within the directory's 5 s that alerts are to be told. What
 * came before may be missing, so viewers read their lists once more then.
 */
const WARM_UP = 6 * SECOND;

/**
 * The feed of a process. One query tells for all tenants whether there is something new; a page of
 * the log is read once for all viewers of the tenant that have come that far.
 */
export function createLiveFeed(options: LiveFeedOptions): LiveFeed {
  const { store, log, began, entered } = options;
  const rooms = new Map<string, LiveRoom>();
  const poll = createPoll(() => advanceAll(store, rooms), log);
  const unsubscribe = options.dispatched?.subscribe(poll.wake);
  const renewal = setInterval(() => void renew(store, rooms, log), RENEW);
  renewal.unref();
  const enter = (tenantId: string, position: number): LiveRoom => {
    const room = rooms.get(tenantId) ?? createLiveRoom(store, tenantId, position);
    rooms.set(tenantId, room);
    poll.start();
    return room;
  };
  const leave = (tenantId: string, room: LiveRoom) => {
    if (room.isEmpty() && rooms.get(tenantId) === room) rooms.delete(tenantId);
    if (rooms.size === 0) poll.stop();
  };
  return {
    watch: async (tenantId, cursor, viewer) => {
      const found = await watchTenant(store.db, tenantId);
      if (found.heardFor < WARM_UP) began?.(tenantId);
      const resumed = cursor !== null && (await holds(store, tenantId, cursor, found));
      const position = resumed ? cursor : found.position;
      const room = enter(tenantId, found.position);
      const follower = room.add(viewer, position);
      const warm = setTimeout(follower.warmUp, Math.max(0, WARM_UP - found.heardFor));
      if (found.heardFor >= WARM_UP) clearTimeout(warm);
      const stop = () => {
        clearTimeout(warm);
        follower.stop();
        leave(tenantId, room);
      };
      await entered?.(tenantId).catch((error: unknown) => {
        stop();
        throw error;
      });
      return { position, resumed, begin: follower.begin, stop };
    },
    tenants: () => [...rooms.keys()],
    tell: (tenantId, event, data) => rooms.get(tenantId)?.tell(event, data),
    close: async () => {
      unsubscribe?.();
      clearInterval(renewal);
      poll.stop();
      for (const room of rooms.values()) room.end();
      rooms.clear();
      await poll.settled();
    },
  };
}

/** Whether the log still has everything after the cursor. */
async function holds(
  store: Store,
  tenantId: string,
  cursor: number,
  log: { readonly position: number; readonly heardFrom: number },
): Promise<boolean> {
  if (cursor < log.heardFrom || cursor > log.position) return false;
  return cursor === log.position || (await readPage(store, tenantId, cursor)).complete;
}

async function advanceAll(store: Store, rooms: ReadonlyMap<string, LiveRoom>): Promise<void> {
  if (rooms.size === 0) return;
  for (const { tenantId, position } of await listPositions(store.db, [...rooms.keys()])) {
    await rooms.get(tenantId)?.advance(position);
  }
}

/** Keeps the logs going; a pause longer than they last (a suspended machine) is noticed. */
async function renew(store: Store, rooms: ReadonlyMap<string, LiveRoom>, log: StoreLog) {
  try {
    for (const [tenantId, room] of rooms) {
      const { heardFrom } = await watchTenant(store.db, tenantId);
      room.heardFrom(heardFrom);
    }
  } catch (error) {
    log.warn({ err: error }, 'live logs could not be renewed and will be tried again');
  }
}

/** Runs `work` when woken and every {@link POLL} ms, never twice at once; failures slow it down. */
function createPoll(work: () => Promise<void>, log: StoreLog) {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let again = false;
  let on = false;
  const run = async () => {
    do {
      again = false;
      try {
        await work();
      } catch (error) {
        log.warn({ err: error }, 'live events could not be read and will be tried again');
        return SECOND;
      }
    } while (again && on);
    return POLL;
  };
  const wake = () => {
    again = true;
    if (!on || running) return;
    clearTimeout(timer);
    running = run().then((pause) => {
      running = null;
      if (on) timer = setTimeout(wake, pause);
    });
  };
  return {
    wake,
    start: () => {
      if (on) return;
      on = true;
      wake();
    },
    stop: () => {
      on = false;
      clearTimeout(timer);
    },
    settled: async () => {
      await running;
    },
  };
}
