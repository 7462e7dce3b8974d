import { decodeCursor } from '../kernel/cursors.ts';
import { badRequest } from '../kernel/errors.ts';

/** The last row of a page that is ordered by time, then id. */
export interface TimeKey {
  readonly at: Date;
  readonly id: string;
}

/** Reads a cursor of `[ms, id]`; null without one. */
export function timeKeyIn(cursor: string | undefined): TimeKey | null {
  if (cursor === undefined) return null;
  const [at, id] = decodeCursor(cursor, 2);
  if (typeof at !== 'number' || !(Math.abs(at) < 8.64e15)) throw foreignCursor(cursor);
  return { at: new Date(at), id: String(id) };
}

/** Reads a cursor of `[number]`; 0 without one. */
export function numberKeyIn(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [number] = decodeCursor(cursor, 1);
  if (typeof number === 'number' && Number.isInteger(number) && Math.abs(number) < 2 ** 31) {
    return number;
  }
  throw foreignCursor(cursor);
}

/** 400 for the cursor of another list. */
export function foreignCursor(cursor: string) {
  return badRequest('invalid_cursor', 'cursor must be the next_cursor of the same list.', [
    { pointer: 'cursor', expected: 'a next_cursor of this list', received: cursor.slice(0, 60) },
  ]);
}
