import pg from 'pg';
import { lockMigrations } from '../migrator.ts';
import { readMigrationsApplied } from './catalog-queries.ts';
import { COPY_SETTINGS } from './copy-sql.ts';
import { createRowLoader } from './load-rows.ts';
import type { ArchivedTable, Manifest, Totals } from './manifest.ts';
import { readArchive } from './read-archive.ts';
import type { Rewrite } from './write-archive.ts';

/** How rows of an archive find their place among those of a hub. */
export interface ImportOptions {
  /** Sees the manifest first; throws to refuse the archive. */
  readonly begin: (client: pg.Client, manifest: Manifest) => Promise<void>;
  /** Called before the first row of each table. */
  readonly prepare: (client: pg.Client, table: ArchivedTable) => Promise<void>;
  readonly rewrite: (table: ArchivedTable) => Rewrite | undefined;
  readonly target: (table: ArchivedTable) => ArchivedTable;
}

/**
 * Adds the rows of an archive to a database that has others, in one transaction, while its hub goes
 * on working. Both must have had the same migrations. Throws when they have not, when a row is there
 * already, and when anything in the archive is wrong; nothing is changed then.
 */
export async function importArchive(
  connection: pg.ClientConfig,
  source: NodeJS.ReadableStream,
  options: ImportOptions,
): Promise<{ manifest: Manifest; totals: Totals }> {
  const client = new pg.Client({ ...connection, application_name: 'tocsin-import' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(COPY_SETTINGS);
    await lockMigrations(client);
    await client.query('begin');
    const read = await load(client, source, options);
    await client.query('commit');
    return read;
  } finally {
    await client.end();
  }
}

async function load(client: pg.Client, source: NodeJS.ReadableStream, options: ImportOptions) {
  const loader = createRowLoader(client, options.rewrite, options.target);
  let current: ArchivedTable | undefined;
  const read = await readArchive(source, {
    begin: async (manifest) => {
      refuseOtherSchema(manifest, await readMigrationsApplied(client));
      await options.begin(client, manifest);
    },
    rows: async (table, chunk) => {
      if (current !== table) {
        await loader.end();
        await options.prepare(client, table);
        current = table;
      }
      await loader.rows(table, chunk);
    },
  });
  await loader.end();
  return read;
}

function refuseOtherSchema(manifest: Manifest, here: Manifest['migrations']): void {
  const listed = (migrations: Manifest['migrations']) =>
    migrations.map(({ name, checksum }) => `${name} ${checksum}`).join('\n');
  if (listed(manifest.migrations) === listed(here)) return;
  const newest = (migrations: Manifest['migrations']) => migrations.at(-1)?.name ?? 'none';
  throw new Error(
    `The archive is of a hub at ${newest(manifest.migrations)} (Tocsin ${manifest.hub_version}), ` +
      `this database is at ${newest(here)}. Bring both hubs to the same version, then export again.`,
  );
}
