import { badRequest } from './errors.ts';

/** An opaque page cursor over the sort key of the last row shown. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The sort key inside a cursor of `length` parts; 400 `invalid_cursor` for anything else. */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const fits = (part: unknown) => typeof part === 'string' || typeof part === 'number';
    if (Array.isArray(key) && key.length === length && key.every(fits)) return key;
  } catch {
    // falls through to the one answer for every malformed cursor
  }
  throw badRequest('invalid_cursor', 'cursor must be the next_cursor of an earlier page.', [
    { pointer: 'cursor', expected: 'a next_cursor of this list', received: cursor.slice(0, 60) },
  ]);
}

/** One page of a list: `next_cursor` is null on the last one. */
export interface Page<Row> {
  readonly data: readonly Row[];
  readonly next_cursor: string | null;
}

/** Makes a page of rows that were read with one more than `limit`. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number)[],
): Page<Row> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { data, next_cursor: more ? encodeCursor(keyOf(last)) : null };
}
