import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { systemClock } from '../kernel/time.ts';
import { LOCK_FAMILY, LOCKS } from './advisory-locks.ts';
import type { Store } from './connection.ts';
import { type Migration, readMigrations } from './migration-files.ts';
import { ensurePartitions } from './partitions.ts';
import { codeOf } from './transaction.ts';

const OLDEST_SERVER = 150_000;

/** A statement that waits for a busy table makes everybody else wait behind it: not longer than this. */
const LOCK_TIMEOUT = '3s';
const LOCK_ATTEMPTS = 20;
const LOCK_NOT_AVAILABLE = '55P03';
/** Milliseconds between attempts to lock a table, or to become the one who migrates. */
const PAUSE = 250;

interface Applied {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
}

export interface MigrateOptions {
  /** Folder of `NNNNNN_name.sql` files. Default: the repository's `migrations/`. */
  readonly directory?: string;
}

/**
 * Brings the schema up to date and creates the day partitions. Safe to call on every start and
 * from several replicas at once: one works, the others wait and find nothing to do.
 *
 * Throws when the server is older than PostgreSQL 15, when a file that was applied has changed or
 * is gone, and when a file fails (its transaction is rolled back, earlier ones stay).
 */
export async function migrate(
  store: Store,
  options: MigrateOptions = {},
): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(options.directory);
  // A dedicated connection: the lock belongs to the session, and the pool may hand out another.
  const client = new pg.Client({ ...store.connection, application_name: 'tocsin-migrate' });
  // Queries report a broken connection themselves; without a listener it would end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    await refuseOldServer(client);
    await lockMigrations(client);
    const applied = await applyPending(client, migrations);
    await ensurePartitions(store, systemClock());
    return { applied };
  } finally {
    await client.end();
  }
}

/**
 * Asked again and again: a session that waits inside a statement would in turn be waited for by
 * `create index concurrently`, and the server would call that a deadlock.
 */
export async function lockMigrations(client: pg.Client): Promise<void> {
  const locked = async () => {
    const text = 'select pg_try_advisory_lock($1, $2) as locked';
    const { rows } = await client.query<{ locked: boolean }>(text, [LOCK_FAMILY, LOCKS.migrate]);
    return rows[0]?.locked === true;
  };
  while (!(await locked())) await sleep(PAUSE);
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string }>(
    `select current_setting('server_version_num')::int as number,
            current_setting('server_version') as version`,
  );
  const server = rows[0];
  if (server && server.number < OLDEST_SERVER) {
    throw new Error(
      `The database server is PostgreSQL ${server.version}; PostgreSQL 15 or newer is needed.`,
    );
  }
}

/** Makes the table of what has been applied. */
export const LEDGER = `create table if not exists schema_migrations (
    version integer primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now()
  )`;

async function applyPending(client: pg.Client, migrations: Migration[]): Promise<string[]> {
  await client.query(LEDGER);
  const { rows } = await client.query<Applied>(
    'select version, name, checksum from schema_migrations order by version',
  );
  refuseDivergence(migrations, rows);
  const done = new Set(rows.map((row) => row.version));
  const pending = migrations.filter((migration) => !done.has(migration.version));
  for (const migration of pending) await apply(client, migration);
  return pending.map((migration) => migration.name);
}

function refuseDivergence(migrations: Migration[], applied: Applied[]): void {
  const files = new Map(migrations.map((migration) => [migration.version, migration]));
  for (const row of applied) {
    const file = files.get(row.version);
    if (!file) {
      throw new Error(
        `Migration ${row.name} was applied to this database but is not in the migrations folder. ` +
          'A newer version of the hub has migrated it; run that version or a later one.',
      );
    }
    if (file.checksum !== row.checksum) {
      throw new Error(
        `Migration ${file.name} was changed after it was applied to this database (as ` +
          `${row.name}). Restore the file and put the change into a new migration.`,
      );
    }
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const work = migration.outsideTransaction ? applyOutside : applyInside;
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work(client, migration);
      } catch (error) {
        if (codeOf(error) !== LOCK_NOT_AVAILABLE || attempt === LOCK_ATTEMPTS) throw error;
        await sleep(PAUSE);
      }
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Migration ${migration.name} failed: ${reason}`, { cause: error });
  }
}

async function applyInside(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
    await applyMigration(client, migration);
    await client.query('commit');
  } catch (error) {
    // The connection may be what broke; the first error is the one to tell.
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** Of one that was interrupted, an index that nobody may use is left; it is in the way. */
async function applyOutside(client: pg.Client, migration: Migration): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select indexrelid::regclass::text as name from pg_index
     where not indisvalid and position(indexrelid::regclass::text in $1) > 0`,
    [migration.sql],
  );
  for (const { name } of rows) await client.query(`drop index concurrently ${name}`);
  await client.query(migration.sql);
  await noteApplied(client, migration);
}

/** Applies a migration and notes it, in the client's open transaction. Throws what the server does. */
export async function applyMigration(client: pg.ClientBase, migration: Migration): Promise<void> {
  const { sql, outsideTransaction } = migration;
  // Where it has to run inside of one, nobody else is there who could be kept waiting.
  await client.query(outsideTransaction ? sql.replaceAll(/\bconcurrently\b/gi, '') : sql);
  await noteApplied(client, migration);
}

async function noteApplied(client: pg.ClientBase, { version, name, checksum }: Migration) {
  await client.query(
    'insert into schema_migrations (version, name, checksum) values ($1, $2, $3)',
    [version, name, checksum],
  );
}
