import { newToken } from '../../kernel/ids.ts';
import type { Clock, Instant } from '../../kernel/time.ts';
import { createDeadLetters } from './dead-letters.ts';
import { decodeEntry, type Entry, encodeEntry, type ForwardRoute, nameOfEntry } from './entry.ts';
import { gatherWrites } from './gathered-writes.ts';
import { openSpoolFolder, roomOf } from './spool-folder.ts';
import { createSpoolIndex, type SpoolIndex, type Waiting } from './spool-index.ts';

/** What is spooled, as health and metrics tell it. Bytes count at least 4 KiB for a file. */
export interface SpoolFigures {
  readonly waiting: ReadonlyMap<ForwardRoute, number>;
  readonly bytes: number;
  readonly maxBytes: number;
  /** Of the payload that waits longest; null when none does. */
  readonly oldestAt: Instant | null;
  readonly deadLetters: number;
}

/**
 * Accepted payloads on disk, in the order of arrival. What `add` has confirmed is on the disk until
 * `done` or `refuse` take it away: no crash between them loses it.
 */
export interface Spool {
  /** Returns its id. Throws {@link SpoolFull}, or the error of the disk: nothing was accepted. */
  readonly add: (payload: NewPayload) => Promise<string>;
  /** The next payload of a route; undefined when none waits. */
  readonly head: (route: ForwardRoute) => Waiting | undefined;
  /** Undefined where the file is damaged. */
  readonly read: (waiting: Waiting) => Promise<Entry | undefined>;
  /** It has arrived. */
  readonly done: (waiting: Waiting) => Promise<void>;
  /** It never will: it becomes a dead letter. */
  readonly refuse: (waiting: Waiting, reason: object) => Promise<void>;
  /** Resolves when something is added to the route after this call. */
  readonly added: (route: ForwardRoute) => Promise<void>;
  readonly figures: () => SpoolFigures;
}

export type NewPayload = Pick<Entry, 'route' | 'hasOwnId' | 'body'>;

/** There is no room: of the spool's own bound, or on the disk. */
export class SpoolFull extends Error {}

export interface SpoolOptions {
  readonly folder: string;
  /** Room for what waits, and as much again for dead letters. */
  readonly maxBytes: number;
  readonly clock: Clock;
  /** Told of files that somebody may want to look after. */
  readonly warn: (message: string, file: string) => void;
}

/** Opens the spool with what a former process left in it. Throws where it cannot be written. */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const { maxBytes, clock, warn } = options;
  const folder = openSpoolFolder(options.folder);
  const found = await folder.open();
  const index = createSpoolIndex(found.queue, clock);
  for (const name of index.strangers) warn('this file in the queue is none of the spool', name);
  const letters = createDeadLetters(folder, {
    found: found.dead,
    maxBytes,
    onDropped: (name) => warn('too many dead letters: the oldest was removed', name),
  });
  const write = gatherWrites(folder.write);
  const waiters = new Map<ForwardRoute, () => void>();
  const store = async (payload: NewPayload, room: Room) => {
    const { name, content, at } = room;
    const file = await write({ name, content });
    index.append({ ...file, route: payload.route, at });
  };
  return {
    add: async (payload) => {
      const room = roomFor(payload, index, clock());
      if (index.used() + room.bytes > maxBytes) throw new SpoolFull('The spool is full.');
      index.reserve(room.bytes);
      try {
        await store(payload, room);
      } catch (error) {
        index.release(room.bytes);
        throw isDiskFull(error) ? new SpoolFull('The disk is full.', { cause: error }) : error;
      }
      waiters.get(payload.route)?.();
      return room.id;
    },
    head: (route) => index.lanes.get(route)?.[0],
    read: async ({ name }) => decodeEntry(await folder.read(name)),
    done: async (waiting) => {
      await folder.remove(waiting.name);
      index.take(waiting);
    },
    refuse: async (waiting, reason) => {
      await letters.bury(waiting, reason);
      index.take(waiting);
    },
    added: (route) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiters.set(route, resolve);
      return promise;
    },
    figures: () => ({ ...figuresOf(index), maxBytes, deadLetters: letters.count() }),
  };
}

interface Room {
  readonly id: string;
  readonly at: Instant;
  readonly name: string;
  readonly content: Buffer;
  readonly bytes: number;
}

function roomFor(payload: NewPayload, index: SpoolIndex, receivedAt: Instant): Room {
  const id = newToken(16);
  const at = index.nextAt();
  const content = encodeEntry({ ...payload, id, receivedAt });
  const name = nameOfEntry(at, payload.route, id);
  return { id, at, name, content, bytes: roomOf(content.length) };
}

function figuresOf({ lanes, used }: SpoolIndex) {
  const heads = [...lanes.values()].flatMap(([first]) => first?.at ?? []);
  return {
    waiting: new Map([...lanes].map(([route, lane]) => [route, lane.length])),
    bytes: used(),
    oldestAt: heads.length === 0 ? null : Math.min(...heads),
  };
}

function isDiskFull(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
