import pg from 'pg';
import { LOCK_FAMILY, LOCKS } from '../advisory-locks.ts';
import {
  readCatalog,
  readMigrationsApplied,
  readSequences,
  readServerVersion,
} from './catalog-queries.ts';
import { COPY_SETTINGS } from './copy-sql.ts';
import { type ArchivedTable, FORMAT, fullName, type Manifest, type Totals } from './manifest.ts';
import { type ArchiveContent, writeArchive } from './write-archive.ts';

/** What is decided about an archive once the database has been looked at. */
type Choice = Omit<ArchiveContent, 'manifest'> &
  Pick<Manifest, 'kind' | 'tenant'> & {
    /** Why a table is left out; undefined: it is wanted. */
    readonly without?: (table: ArchivedTable) => string | undefined;
  };

export interface BackupOptions {
  readonly version: string;
  readonly madeAt: Date;
  /** Asked inside the view that is written. */
  readonly choose: (client: pg.Client) => Promise<Choice>;
}

/**
 * Writes what the database holds at one moment, while others go on working with it: one read-only
 * view of everything. Days are not dropped meanwhile. Throws when it holds no hub.
 */
export async function backupDatabase(
  connection: pg.ClientConfig,
  options: BackupOptions,
  sink: NodeJS.WritableStream,
): Promise<{ manifest: Manifest; totals: Totals }> {
  const client = new pg.Client({ ...connection, application_name: 'tocsin-backup' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(COPY_SETTINGS);
    // Before the view is taken: what the lock protects must be in it.
    await client.query('select pg_advisory_lock_shared($1, $2)', [LOCK_FAMILY, LOCKS.backup]);
    await client.query('begin isolation level repeatable read read only');
    const { manifest, content } = await plan(client, options);
    const totals = await writeArchive(client, content, sink);
    return { manifest, totals };
  } finally {
    await client.end();
  }
}

async function plan(client: pg.Client, { version, madeAt, choose }: BackupOptions) {
  const migrations = await readMigrationsApplied(client);
  const { kind, tenant, without = () => undefined, ...content } = await choose(client);
  const catalog = await readCatalog(client);
  const left = catalog.tables.flatMap((table) => {
    const reason = without(table);
    return reason === undefined ? [] : [{ name: fullName(table), reason }];
  });
  const manifest: Manifest = {
    format: FORMAT,
    kind,
    tenant,
    hub_version: version,
    server_version: await readServerVersion(client),
    made_at: madeAt.toISOString(),
    migrations,
    tables: catalog.tables.filter((table) => without(table) === undefined),
    sequences: await readSequences(client),
    left_out: [...catalog.left_out, ...left],
  };
  return { manifest, content: { ...content, manifest } };
}
