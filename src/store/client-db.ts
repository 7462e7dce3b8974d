import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import type { Client } from 'pg';
import type { Db } from './connection.ts';
import type { Tables } from './tables.ts';

/**
 * Queries as verbs write them, on a lane's own connection: they take part in the transaction that
 * is open there.
 */
export function dbOn(client: Client): Db {
  const db = known.get(client) ?? open(client);
  known.set(client, db);
  return db;
}

const known = new WeakMap<Client, Db>();

function open(client: Client): Db {
  const connection = { query: client.query.bind(client), release: () => {} };
  const pool = { connect: async () => connection, end: async () => {} };
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: pool as unknown as PostgresPool }),
  });
}
