import type { ServerResponse } from 'node:http';
import { liveCursor } from '../incidents/live-cursor.ts';
import type { LiveViewer } from '../incidents/live-room.ts';
import type { LiveEvent, LiveReset } from '../incidents/live-schemas.ts';
import { SECOND } from '../kernel/time.ts';

/** Bytes that may wait for a slow reader before it is disconnected; it resumes by its cursor. */
const MAX_BACKLOG = 1024 * 1024;

/** A reader that catches up gets the next page once less than this waits. */
const COMFORTABLE = 256 * 1024;

/** And is disconnected when that takes longer (ms). */
const PATIENCE = 10 * SECOND;

/** A connection as the feed sees it, and what its route sends besides. */
export interface StreamViewer extends LiveViewer {
  /** An event whose `id` is the cursor at `position`. */
  readonly at: (position: number, event: string, data: object) => void;
}

/** Writes server-sent events to a response whose head was sent. */
export function createStreamViewer(raw: ServerResponse, tenantId: string): StreamViewer {
  const write = (text: string) => {
    if (raw.writableEnded || raw.destroyed) return;
    raw.write(text);
    if (raw.writableLength > MAX_BACKLOG) raw.destroy();
  };
  const idOf = (position: number) => `id: ${liveCursor(tenantId, position)}\n`;
  const frame = (event: string, data: string) => `event: ${event}\ndata: ${data}\n\n`;
  const at = (position: number, event: string, data: object) =>
    write(idOf(position) + frame(event, JSON.stringify(data)));
  return {
    at,
    events: (events: readonly LiveEvent[]) =>
      write(events.map(({ position, kind, data }) => idOf(position) + frame(kind, data)).join('')),
    reset: (reason: LiveReset['reason'], position) => at(position, 'reset', { reason }),
    tell: (event, data) => write(frame(event, data)),
    ready: () => (raw.writableLength < COMFORTABLE ? Promise.resolve() : drained(raw)),
    end: () => {
      write(frame('end', JSON.stringify({ reason: 'closing' })));
      raw.end();
    },
  };
}

/** Waits until the reader has taken what was written; rejects when it is gone or too slow. */
function drained(raw: ServerResponse): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    raw.destroy();
    reject(new Error('The reader is too slow.'));
  }, PATIENCE);
  const gone = () => reject(new Error('The reader is gone.'));
  raw.once('drain', resolve);
  raw.once('close', gone);
  return promise.finally(() => {
    clearTimeout(timer);
    raw.off('drain', resolve);
    raw.off('close', gone);
  });
}
