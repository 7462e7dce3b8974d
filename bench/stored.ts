import pg from 'pg';

/** What the database holds. */
export interface Stored {
  readonly alerts: number;
  readonly occurrences: number;
  readonly incidents: number;
  readonly timeline: number;
  readonly receipts: number;
}

export interface ServerFacts {
  readonly version: string;
  readonly fsync: string;
  readonly synchronousCommit: string;
  readonly sharedBuffers: string;
}

const COUNTS = `
  select (select count(*)::int from alerts) as alerts,
         (select coalesce(sum(event_count), 0)::int from alerts) as occurrences,
         (select count(*)::int from incidents) as incidents,
         (select count(*)::int from timeline_entries) as timeline,
         (select coalesce(sum(accepted), 0)::int from receipt_counts) as receipts`;

const FACTS = `
  select current_setting('server_version') as version,
         current_setting('fsync') as fsync,
         current_setting('synchronous_commit') as "synchronousCommit",
         current_setting('shared_buffers') as "sharedBuffers"`;

/** Counts the rows that alerts leave. */
export function countStored(connection: pg.ClientConfig): Promise<Stored> {
  return queryOne<Stored>(connection, COUNTS);
}

/** The server's version and what makes its commits durable. */
export function readServerFacts(connection: pg.ClientConfig): Promise<ServerFacts> {
  return queryOne<ServerFacts>(connection, FACTS);
}

async function queryOne<Row extends object>(
  connection: pg.ClientConfig,
  statement: string,
): Promise<Row> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<Row>(statement);
    const row = rows[0];
    if (!row) throw new Error('The database answered with no row.');
    return row;
  } finally {
    await client.end();
  }
}
