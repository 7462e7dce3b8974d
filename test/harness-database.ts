import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { openStore, type Store } from '../src/store/connection.ts';
import { urlOfConnection } from '../src/store/connection-url.ts';

/** A migrated database of one test file. */
export interface TestDatabase {
  readonly connection: pg.ClientConfig;
  /** The same as DATABASE_URL takes it. */
  readonly url: string;
  readonly store: Store;
  /** Closes the store and drops the database, whoever is still connected. */
  readonly drop: () => Promise<void>;
}

/** Clones the run's template. With `empty`, a database without any schema instead. */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const server = inject('database');
  const name = `tocsin_test_${randomUUID().slice(0, 13).replace('-', '')}`;
  const template = options.empty ? 'template0' : server.template;
  await execute(server.connection, `create database "${name}" template "${template}"`);
  const connection = { ...server.connection, database: name };
  const store = openStore({ connection });
  const drop = async () => {
    await store.close();
    await execute(server.connection, `drop database if exists "${name}" with (force)`);
  };
  return { connection, url: urlOfConnection(connection), store, drop };
}

async function execute(connection: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
