import { crc32 } from 'node:zlib';
import type { Instant } from '../kernel/time.ts';
import type { HubSettings } from '../store/status-tables.ts';
import { type SnapshotText, textKey } from './snapshot-text.ts';

/** What a bundle says of its hub, beside its texts: all that serving it without a database needs. */
export interface SnapshotFace {
  readonly tenantId: string;
  readonly hubId: string;
  readonly slug: string;
  /** Custom domains, lower case. */
  readonly domains: readonly string[];
  readonly name: string;
  readonly url: string;
  readonly settings: HubSettings;
  readonly isPrivate: boolean;
  /** Scrypt of a private hub's password. */
  readonly password: string | null;
  readonly version: number;
  /** As of when. */
  readonly renderedAt: Instant;
  /** Months of the history, the newest first. */
  readonly months: readonly string[];
}

/** A hub's page with all that belongs to it, ready to be sent. */
export interface Snapshot {
  readonly face: SnapshotFace;
  readonly texts: ReadonlyMap<string, SnapshotText>;
  /** Bytes that it holds. */
  readonly size: number;
}

// A bundle: mark, length of the head and CRC-32 of all after it as 4 bytes each (big-endian), the
// head as JSON, then the bodies one after another. Another layout takes another mark: what an
// older or newer version of the hub left is not read, but rendered anew.
const MARK = Buffer.from('TOCSIN1\n');
const HEAD_AT = MARK.length + 8;

/** Bodies by their offset and length within the bodies; null: not kept. */
type Place = readonly [offset: number, length: number] | null;

interface HeadText extends Omit<SnapshotText, 'identity' | 'gzip' | 'br'> {
  readonly at: readonly [identity: Place, gzip: Place, br: Place];
}

interface Head {
  readonly face: SnapshotFace;
  readonly texts: readonly HeadText[];
}

/** One file of a snapshot. */
export function encodeBundle(face: SnapshotFace, texts: readonly SnapshotText[]): Buffer {
  const bodies: Buffer[] = [];
  let offset = 0;
  const place = (body: Buffer | null): Place => {
    if (body === null) return null;
    bodies.push(body);
    offset += body.length;
    return [offset - body.length, body.length];
  };
  const described = texts.map(({ identity, gzip, br, ...rest }) => ({
    ...rest,
    at: [place(identity), place(gzip), place(br)],
  }));
  const head = Buffer.from(JSON.stringify({ face, texts: described }));
  const rest = Buffer.concat([head, ...bodies]);
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32BE(head.length, 0);
  sizes.writeUInt32BE(crc32(rest), 4);
  return Buffer.concat([MARK, sizes, rest]);
}

/** Reads a bundle; its texts share its memory. Throws an Error when it is damaged or of another layout. */
export function decodeBundle(bytes: Buffer): Snapshot {
  if (bytes.length < HEAD_AT || !bytes.subarray(0, MARK.length).equals(MARK)) {
    throw new Error('This is not a snapshot that this version of the hub reads.');
  }
  const headLength = bytes.readUInt32BE(MARK.length);
  const rest = bytes.subarray(HEAD_AT);
  if (crc32(rest) !== bytes.readUInt32BE(MARK.length + 4)) {
    throw new Error('The snapshot is damaged: its checksum differs.');
  }
  const head = JSON.parse(rest.toString('utf8', 0, headLength)) as Head;
  const bodies = rest.subarray(headLength);
  const body = (place: Place) =>
    place === null ? null : bodies.subarray(place[0], place[0] + place[1]);
  const texts = head.texts.map(({ at: [identity, gzip, br], ...text }): SnapshotText => {
    return { ...text, identity: body(identity), gzip: body(gzip) ?? EMPTY, br: body(br) };
  });
  return {
    face: head.face,
    texts: new Map(texts.map((text) => [textKey(text), text])),
    size: bytes.length,
  };
}

const EMPTY = Buffer.alloc(0);
