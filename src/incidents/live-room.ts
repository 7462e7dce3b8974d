import type { Store } from '../store/connection.ts';
import { listLiveEvents } from './live-queries.ts';
import type { LiveEvent, LiveReset } from './live-schemas.ts';

/** Events read at a time. */
const PAGE = 200;

/** A piece of a log. */
interface LivePage {
  readonly events: readonly LiveEvent[];
  /** Nothing is missing before the first of them. */
  readonly complete: boolean;
}

/** The events after a position; positions have no gaps, so one that is missing was deleted. */
export async function readPage(store: Store, tenantId: string, after: number): Promise<LivePage> {
  const events = await listLiveEvents(store.db, tenantId, after, PAGE);
  return { events, complete: events[0]?.position === after + 1 };
}

/** Who gets events: a connection. Its methods must not throw. */
export interface LiveViewer {
  /** The next events of the log, in order. */
  readonly events: (events: readonly LiveEvent[]) => void;
  /** Something was missed: `position` is where the log goes on. */
  readonly reset: (reason: LiveReset['reason'], position: number) => void;
  /** Something that the log does not keep; `data` is JSON text. */
  readonly tell: (event: string, data: string) => void;
  /** Waits until more can be taken; rejects when that takes too long. */
  readonly ready: () => Promise<void>;
  /** The hub closes, or cannot go on for this viewer. */
  readonly end: () => void;
}

/** The viewers of a tenant in this process. */
export interface LiveRoom {
  readonly add: (viewer: LiveViewer, position: number) => Follower;
  /** The log has come to `position`: reads what is new and hands it on. */
  readonly advance: (position: number) => Promise<void>;
  /** Nothing before this position is whole. */
  readonly heardFrom: (position: number) => void;
  readonly tell: (event: string, data: string) => void;
  readonly isEmpty: () => boolean;
  readonly end: () => void;
}

interface Follower {
  readonly begin: () => void;
  readonly warmUp: () => void;
  readonly stop: () => void;
}

interface Seat {
  readonly viewer: LiveViewer;
  /** The last position it was handed. */
  position: number;
  /** It has caught up, so pages are handed to it as they are read. */
  live: boolean;
}

function hand(seat: Seat, events: readonly LiveEvent[]): void {
  const fresh = events.filter(({ position }) => position > seat.position);
  const last = fresh.at(-1);
  if (!last) return;
  seat.position = last.position;
  seat.viewer.events(fresh);
}

function reset(seat: Seat, position: number): void {
  seat.position = position;
  seat.viewer.reset('log_trimmed', position);
}

/** A room at this position of the tenant's log. */
export function createLiveRoom(store: Store, tenantId: string, start: number): LiveRoom {
  const seats = new Set<Seat>();
  let head = start;

  const serve = (seat: Seat, { events, complete }: LivePage) => {
    if (complete) hand(seat, events);
    else reset(seat, head);
  };
  const serveLive = (page: LivePage) => {
    for (const seat of seats) if (seat.live) serve(seat, page);
  };

  // One page after the other at the viewer's own pace, until it is where the others are.
  const catchUp = async (seat: Seat) => {
    while (seats.has(seat) && seat.position < head) {
      const page = await readPage(store, tenantId, seat.position);
      if (!seats.has(seat)) return;
      serve(seat, page);
      await seat.viewer.ready();
    }
    seat.live = true;
  };

  return {
    add: (viewer, position) => {
      const seat: Seat = { viewer, position, live: false };
      seats.add(seat);
      return {
        begin: () => void catchUp(seat).catch(() => viewer.end()),
        warmUp: () => viewer.reset('warming_up', seat.position),
        stop: () => seats.delete(seat),
      };
    },
    advance: async (position) => {
      while (head < position) {
        const page = await readPage(store, tenantId, head);
        head = page.complete ? (page.events.at(-1)?.position ?? position) : position;
        serveLive(page);
      }
    },
    heardFrom: (position) => {
      if (position <= head) return;
      head = position;
      serveLive({ events: [], complete: false });
    },
    tell: (event, data) => {
      for (const { viewer } of seats) viewer.tell(event, data);
    },
    isEmpty: () => seats.size === 0,
    end: () => {
      for (const { viewer } of seats) viewer.end();
      seats.clear();
    },
  };
}
