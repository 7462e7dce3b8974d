import { createHash } from 'node:crypto';
import { StringDecoder } from 'node:string_decoder';
import { CHUNK_LIMIT, OUTPUT_LIMIT } from '../../remediation/runner-schemas.ts';
import type { StreamName } from './execute.ts';

/** What a program has written, as far as it is kept. */
export interface Output {
  readonly hear: (stream: StreamName, bytes: Buffer) => void;
  /** The chunk of that number, at most {@link CHUNK_LIMIT} characters; undefined when there is none yet. */
  readonly chunk: (sequence: number) => string | undefined;
  /** No more is coming: what characters were left open are closed. */
  readonly end: () => void;
  /** What went to the standard output alone. */
  readonly stdout: () => string;
  /** More was written than is kept. */
  readonly isCut: () => boolean;
  /** SHA-256 in hex of all that was written, also of what is not kept. */
  readonly digest: () => string;
}

/** Characters that no terminal shows, and that JSON makes six of; tabs and ends of lines stay. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** Gathers output: {@link OUTPUT_LIMIT} bytes in all, from the beginning; the rest is counted as cut. */
export function createOutput(): Output {
  const hash = createHash('sha256');
  const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  const chunks: string[] = [];
  let pending = '';
  let stdout = '';
  let room = OUTPUT_LIMIT;
  let cut = false;
  const seal = () => {
    while (pending !== '') {
      const piece = wholeCharacters(pending, CHUNK_LIMIT);
      chunks.push(piece);
      pending = pending.slice(piece.length);
    }
  };
  const keep = (stream: StreamName, raw: string) => {
    if (cut || raw === '') return;
    const text = raw.replace(CONTROL, '\ufffd');
    const kept = withinBytes(text, room);
    if (kept.length < text.length) cut = true;
    room -= Buffer.byteLength(kept);
    pending += kept;
    if (stream === 'stdout') stdout += kept;
  };
  return {
    hear: (stream, bytes) => {
      hash.update(bytes);
      // What is not kept costs nothing but its digest.
      if (!cut) keep(stream, decoders[stream].write(bytes));
    },
    chunk: (sequence) => {
      if (sequence >= chunks.length) seal();
      return chunks[sequence];
    },
    end: () => {
      for (const stream of ['stdout', 'stderr'] as const) keep(stream, decoders[stream].end());
    },
    stdout: () => stdout,
    isCut: () => cut,
    digest: () => hash.copy().digest('hex'),
  };
}

/** The longest beginning of at most `max` characters that ends between two of them. */
function wholeCharacters(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}

function withinBytes(text: string, room: number): string {
  if (Buffer.byteLength(text) <= room) return text;
  const bytes = Buffer.from(text).subarray(0, room);
  // A character that the cut goes through is left out, rather than replaced by a longer one.
  return new StringDecoder('utf8').write(bytes);
}
