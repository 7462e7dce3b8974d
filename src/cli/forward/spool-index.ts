import type { Clock, Instant } from '../../kernel/time.ts';
import { type ForwardRoute, ROUTES, readEntryName } from './entry.ts';
import type { SpoolFile } from './spool-folder.ts';

/** One payload that waits. */
export interface Waiting extends SpoolFile {
  readonly route: ForwardRoute;
  /** When it came; later than that of what came before it, whatever the clock did. */
  readonly at: Instant;
}

/** What is in the queue, in memory: a lane for each route, oldest first, and the room they take. */
export interface SpoolIndex {
  readonly lanes: ReadonlyMap<ForwardRoute, readonly Waiting[]>;
  /** Files that are none of the spool's. */
  readonly strangers: readonly string[];
  /** Bytes of all that waits or is being written. */
  readonly used: () => number;
  /** The instant of the next payload. */
  readonly nextAt: () => Instant;
  readonly reserve: (bytes: number) => void;
  readonly release: (bytes: number) => void;
  /** Its room is reserved already. */
  readonly append: (waiting: Waiting) => void;
  /** Also gives its room back. */
  readonly take: (waiting: Waiting) => void;
}

/** Reads the names of what a former process left, oldest first. */
export function createSpoolIndex(files: readonly SpoolFile[], clock: Clock): SpoolIndex {
  const lanes = new Map(ROUTES.map((route) => [route, [] as Waiting[]]));
  const strangers: string[] = [];
  let lastAt = 0;
  let used = 0;
  for (const file of files) {
    const name = readEntryName(file.name);
    if (!name) {
      strangers.push(file.name);
      continue;
    }
    lanes.get(name.route)?.push({ ...file, ...name });
    lastAt = name.at;
    used += file.bytes;
  }
  return {
    lanes,
    strangers,
    used: () => used,
    nextAt: () => {
      lastAt = Math.max(clock(), lastAt + 1);
      return lastAt;
    },
    reserve: (bytes) => {
      used += bytes;
    },
    release: (bytes) => {
      used -= bytes;
    },
    append: (waiting) => {
      lanes.get(waiting.route)?.push(waiting);
    },
    take: (waiting) => {
      const lane = lanes.get(waiting.route) ?? [];
      const at = lane.indexOf(waiting);
      if (at < 0) return;
      lane.splice(at, 1);
      used -= waiting.bytes;
    },
  };
}
