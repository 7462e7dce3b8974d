import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import type pg from 'pg';
import { to } from 'pg-copy-streams';
import { type Pack, pack } from 'tar-stream';
import { copyOut } from './copy-sql.ts';
import {
  type ArchivedTable,
  ENTRIES,
  fullName,
  type Manifest,
  type TableTotal,
  type Totals,
} from './manifest.ts';
import { createTally } from './tally.ts';

/** A tar entry needs its size beforehand: a table is cut into parts of about this many bytes. */
const PART = 1 << 20;

/** Turns the rows of one table, in COPY's text format, into what is stored. */
export type Rewrite = (rows: AsyncIterable<Buffer>) => AsyncIterable<Buffer>;

/** What goes into an archive. */
export interface ArchiveContent {
  readonly manifest: Manifest;
  /** The hub's own keys; absent in an archive of one tenant. */
  readonly keys?: Readonly<Record<string, unknown>>;
  /** SQL over the columns of the table: the rows that are wanted. All by default. */
  readonly where?: (table: ArchivedTable) => string | undefined;
  readonly rewrite?: (table: ArchivedTable) => Rewrite | undefined;
}

/**
 * Writes the tables of the manifest as the client's open transaction sees them: a tar, compressed
 * by Zstandard. Memory stays the same however large they are. Ends `sink`. Throws what the database
 * or the sink throws; the client is then of no use any more.
 */
export async function writeArchive(
  client: pg.Client,
  content: ArchiveContent,
  sink: NodeJS.WritableStream,
): Promise<Totals> {
  const tar = pack();
  const written = pipeline(tar, createZstdCompress(), sink);
  const filled = fill(tar, client, content).catch((error: unknown) => {
    tar.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  });
  const [how, totals] = await Promise.allSettled([written, filled]);
  // When the sink breaks, its error is the cause and the other one says only that it broke.
  if (how.status === 'rejected') throw how.reason;
  if (totals.status === 'rejected') throw totals.reason;
  return totals.value;
}

async function fill(tar: Pack, client: pg.Client, content: ArchiveContent): Promise<Totals> {
  const { manifest, keys } = content;
  const made = new Date(manifest.made_at);
  await put(tar, ENTRIES.manifest, jsonOf(manifest), made);
  if (keys) await put(tar, ENTRIES.keys, jsonOf(keys), made);
  const tables: Record<string, TableTotal> = {};
  for (const table of manifest.tables) {
    tables[fullName(table)] = await putTable(tar, client, table, content);
  }
  await put(tar, ENTRIES.totals, jsonOf({ tables }), made);
  tar.finalize();
  return { tables };
}

async function putTable(
  tar: Pack,
  client: pg.Client,
  table: ArchivedTable,
  { manifest, where, rewrite }: ArchiveContent,
): Promise<TableTotal> {
  const made = new Date(manifest.made_at);
  const tally = createTally();
  const copied: AsyncIterable<Buffer> = client.query(to(copyOut(table, where?.(table))));
  let number = 0;
  for await (const part of inParts(rewrite?.(table)?.(copied) ?? copied)) {
    tally.add(part);
    number++;
    await put(tar, `tables/${fullName(table)}/${String(number).padStart(6, '0')}`, part, made);
  }
  return tally.total();
}

async function* inParts(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let gathered: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    gathered.push(chunk);
    size += chunk.length;
    if (size < PART) continue;
    yield Buffer.concat(gathered);
    gathered = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(gathered);
}

/** Resolves when the bytes have been taken over. */
function put(tar: Pack, name: string, bytes: Buffer, mtime: Date): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const done = (error?: Error | null) => (error ? reject(error) : resolve());
  const entry = tar.entry({ name, mode: 0o600, mtime }, bytes, done);
  // The callback tells it; without a listener it would end the process.
  entry.on('error', reject);
  return promise;
}

function jsonOf(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}
