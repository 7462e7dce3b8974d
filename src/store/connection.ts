import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { createSignal, type Signal } from './signal.ts';
import type { Tables } from './tables.ts';

/** Anything queries run on: the pool, or the transaction of a verb. */
export type Db = Kysely<Tables>;

export interface Store {
  readonly db: Db;
  readonly pool: pg.Pool;
  /** How to reach the database, for connections outside the pool (lanes, jobs). */
  readonly connection: pg.ClientConfig;
  /** A transaction of this process has committed: there may be events to dispatch. */
  readonly committed: Signal;
  readonly close: () => Promise<void>;
}

export interface StoreOptions {
  readonly connection: pg.ClientConfig;
  /** Connections in the pool; lanes and jobs have their own. Default 8. */
  readonly poolSize?: number;
  readonly onPoolError?: (error: Error) => void;
}

const INT8 = 20;

// Our bigint columns are counters and ids below 2^48, so numbers hold them exactly.
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 && format !== 'binary'
      ? Number
      : pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

/** Opens a pool; connects on first use. */
export function openStore(options: StoreOptions): Store {
  const connection = { application_name: 'tocsin', types, ...options.connection };
  const pool = new pg.Pool({
    ...connection,
    max: options.poolSize ?? 8,
    connectionTimeoutMillis: 5_000,
  });
  // Without a listener an idle connection that breaks (database restart) ends the process. While the
  // pool closes, our own database may end before it has read every good-bye.
  pool.on('error', (error) => {
    if (!pool.ending) options.onPoolError?.(error);
  });
  // The pool takes its listener off a client that is handed out, so one that breaks between the
  // statements of a transaction would do the same. The next statement reports the break.
  pool.on('connect', (client) => client.on('error', () => {}));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { db, pool, connection, committed: createSignal(), close: () => db.destroy() };
}
