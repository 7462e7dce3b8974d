import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { extract } from 'tar-stream';
import {
  type ArchivedTable,
  ENTRIES,
  fullName,
  type Manifest,
  parseManifest,
  parseTotals,
  type TableTotal,
  type Totals,
} from './manifest.ts';
import { createTally, type Tally } from './tally.ts';

/** The largest entry that is read as a whole. */
const LARGEST = 16 << 20;

/** Who takes what an archive holds, in its order. */
export interface Receiver {
  /** Throws to refuse the archive before anything is read of it. */
  readonly begin: (manifest: Manifest, keys: unknown) => Promise<void>;
  /** A piece of the rows of a table; all pieces of a table come one after another. */
  readonly rows: (table: ArchivedTable, chunk: Buffer) => Promise<void>;
}

interface Reading {
  manifest: Manifest | undefined;
  keys: unknown;
  begun: boolean;
  totals: Totals | undefined;
  readonly tallies: Map<string, Tally>;
}

/**
 * Reads an archive and hands over what is in it. Returns after every row has been checked against
 * the counts and digests at its end. Throws an Error that says what is wrong with the archive; what
 * was handed over before must then be dropped.
 */
export async function readArchive(
  source: NodeJS.ReadableStream,
  receiver: Receiver,
): Promise<{ manifest: Manifest; totals: Totals }> {
  const entries = extract();
  const fed = pipeline(source, createZstdDecompress(), entries);
  // Reported by the loop below, which it breaks.
  fed.catch(() => {});
  const reading: Reading = {
    manifest: undefined,
    keys: null,
    begun: false,
    totals: undefined,
    tallies: new Map(),
  };
  try {
    for await (const entry of entries) {
      await take(reading, receiver, entry.header.name, entry as AsyncIterable<Buffer>);
    }
    await fed;
  } catch (error) {
    throw readable(error);
  }
  const { manifest, totals } = reading;
  if (!manifest || !totals) {
    throw new Error('The archive is not complete: it ends before its totals.');
  }
  compare(manifest, totals, reading.tallies);
  return { manifest, totals };
}

async function take(
  reading: Reading,
  receiver: Receiver,
  name: string,
  bytes: AsyncIterable<Buffer>,
): Promise<void> {
  if (name === ENTRIES.manifest && !reading.manifest) {
    reading.manifest = parseManifest(await textOf(bytes, name));
  } else if (!reading.manifest) {
    throw new Error(`This is no archive of a hub: it begins with ${JSON.stringify(name)}.`);
  } else if (name === ENTRIES.keys && !reading.begun) {
    reading.keys = JSON.parse(await textOf(bytes, name));
  } else {
    await begin(reading, receiver, reading.manifest);
    if (name === ENTRIES.totals) reading.totals = parseTotals(await textOf(bytes, name));
    else await takeRows(reading, receiver, tableOf(reading.manifest, name), bytes);
  }
}

async function begin(reading: Reading, receiver: Receiver, manifest: Manifest): Promise<void> {
  if (reading.begun) return;
  reading.begun = true;
  await receiver.begin(manifest, reading.keys);
}

async function takeRows(
  { tallies }: Reading,
  receiver: Receiver,
  table: ArchivedTable,
  bytes: AsyncIterable<Buffer>,
): Promise<void> {
  const tally = tallies.get(fullName(table)) ?? createTally();
  tallies.set(fullName(table), tally);
  for await (const chunk of bytes) {
    tally.add(chunk);
    await receiver.rows(table, chunk);
  }
}

function tableOf({ tables }: Manifest, entry: string): ArchivedTable {
  const [, name] = /^tables\/([^/]+)\/\d+$/.exec(entry) ?? [];
  const table = tables.find((candidate) => fullName(candidate) === name);
  if (table) return table;
  throw new Error(`The archive is damaged: its manifest knows no ${JSON.stringify(entry)}.`);
}

async function textOf(bytes: AsyncIterable<Buffer>, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > LARGEST) throw new Error(`The archive is damaged: its ${name} is too large.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function compare(manifest: Manifest, totals: Totals, tallies: ReadonlyMap<string, Tally>): void {
  for (const table of manifest.tables) {
    const name = fullName(table);
    const found = (tallies.get(name) ?? createTally()).total();
    const fault = faultOf(totals.tables[name], found);
    if (fault) throw new Error(`The archive is damaged: ${name} ${fault}.`);
  }
}

function faultOf(expected: TableTotal | undefined, found: TableTotal): string | null {
  if (!expected) return 'is missing in its totals';
  if (expected.rows !== found.rows) {
    return `should have ${expected.rows} rows, but has ${found.rows}`;
  }
  return expected.sha256 === found.sha256 ? null : 'was changed (its digest differs)';
}

/** What Zstandard and tar say is about their own insides. */
function readable(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  const message = error.message;
  if (code === 'ZSTD_error_prefix_unknown') {
    return new Error('This is no archive of a hub: it is not compressed by Zstandard.');
  }
  if (/unexpected end|Unexpected end of data/.test(message)) {
    return new Error('The archive is not complete: it was cut off.');
  }
  if (code?.startsWith('ZSTD_') || /^Invalid tar header/.test(message)) {
    return new Error(`The archive is damaged (${message}).`);
  }
  return error;
}
