import pg from 'pg';
import { dbOn } from '../client-db.ts';
import type { Db } from '../connection.ts';
import { readMigrations } from '../migration-files.ts';
import { applyMigration, LEDGER, lockMigrations } from '../migrator.ts';
import { createPartitionsNamed } from '../partitions.ts';
import { listOccupied, readCatalog, setSequence } from './catalog-queries.ts';
import { COPY_SETTINGS } from './copy-sql.ts';
import { createRowLoader } from './load-rows.ts';
import { type ArchivedTable, fullName, type Manifest, type Totals } from './manifest.ts';
import { matchMigrations } from './match-migrations.ts';
import { readArchive } from './read-archive.ts';

export interface RestoreOptions {
  /** The version of this program, for refusals. */
  readonly version: string;
  /** Sees manifest and keys first; throws to refuse them. */
  readonly begin: (manifest: Manifest, keys: unknown) => Promise<void>;
  /** Changes the restored rows before they are committed. */
  readonly finish: (tx: Db) => Promise<void>;
}

/** What a restore did. */
export interface Restored {
  readonly manifest: Manifest;
  readonly totals: Totals;
  /** Tables of the archive that no migration makes: somebody's own, beside the hub's. */
  readonly strangers: readonly string[];
}

/**
 * Restores the archive of a whole hub into an empty database, in one transaction: it is there whole
 * and checked, or nothing is. A hub that starts meanwhile waits. The schema is the archive's; newer
 * migrations are the next start's. Throws when the database is not empty, the archive is of another
 * history of migrations or a newer version, or anything in it is wrong.
 */
export async function restoreArchive(
  connection: pg.ClientConfig,
  source: NodeJS.ReadableStream,
  options: RestoreOptions,
): Promise<Restored> {
  const client = new pg.Client({ ...connection, application_name: 'tocsin-restore' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(COPY_SETTINGS);
    await lockMigrations(client);
    await client.query('begin');
    await refuseOccupied(client);
    const restored = await load(client, source, options);
    await client.query('commit');
    return restored;
  } finally {
    // Without a commit this undoes everything.
    await client.end();
  }
}

async function refuseOccupied(client: pg.Client): Promise<void> {
  const found = await listOccupied(client);
  if (found.length === 0) return;
  throw new Error(
    `The database is not empty: it has ${found.join(', ')}${found.length === 10 ? ' …' : ''}. ` +
      'A hub is restored into an empty one only.',
  );
}

async function load(
  client: pg.Client,
  source: NodeJS.ReadableStream,
  options: RestoreOptions,
): Promise<Restored> {
  const db = dbOn(client);
  const loader = createRowLoader(client);
  const known = new Set<string>();
  const isKnown = (table: ArchivedTable) => known.has(fullName(table));
  const { manifest, totals } = await readArchive(source, {
    begin: async (announced, keys) => {
      await options.begin(announced, keys);
      await makeSchema(client, announced, options.version);
      const { tables } = await readCatalog(client);
      for (const table of tables) known.add(fullName(table));
      for (const table of announced.tables.filter(isKnown)) {
        await createPartitionsNamed(db, table.name, table.partitions);
      }
    },
    rows: async (table, chunk) => {
      if (isKnown(table)) await loader.rows(table, chunk);
    },
  });
  await loader.end();
  for (const sequence of manifest.sequences) {
    if (known.size > 0) await setSequence(client, sequence);
  }
  await options.finish(db);
  const strangers = manifest.tables.filter((table) => !isKnown(table)).map(fullName);
  return { manifest, totals, strangers };
}

async function makeSchema(client: pg.Client, manifest: Manifest, version: string): Promise<void> {
  const migrations = matchMigrations(manifest, await readMigrations(), version);
  await client.query(LEDGER);
  for (const migration of migrations) await applyMigration(client, migration);
}
