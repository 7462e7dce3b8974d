import { createHash } from 'node:crypto';
import type { TableTotal } from './manifest.ts';

const NEWLINE = 10;

/** Counts the rows of a table and digests them, however they are cut into pieces. */
export interface Tally {
  readonly add: (chunk: Buffer) => void;
  readonly total: () => TableTotal;
}

/** In COPY's text format a newline ends a row and occurs nowhere else. */
export function createTally(): Tally {
  const digest = createHash('sha256');
  let rows = 0;
  let bytes = 0;
  return {
    add: (chunk) => {
      digest.update(chunk);
      bytes += chunk.length;
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) rows++;
    },
    total: () => ({ rows, bytes, sha256: digest.copy().digest('hex') }),
  };
}
