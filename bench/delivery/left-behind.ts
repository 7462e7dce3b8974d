import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** What the engine left in the database. */
export interface LeftBehind {
  /** Rows that wait. */
  readonly outbox: number;
  readonly deliveries: number;
  readonly lanes: number;
  /** Rows of the history, by outcome. */
  readonly delivered: number;
  readonly failed: number;
  /** When the last event became deliveries, by the hub's clock (ms); 0: none did. */
  readonly dispatchedAt: number;
}

const COUNTS = `
  select (select count(*)::int from outbox) as outbox,
         (select count(*)::int from deliveries) as deliveries,
         (select count(*)::int from lanes) as lanes,
         (select count(*)::int from delivery_attempts where outcome = 'delivered') as delivered,
         (select count(*)::int from delivery_attempts where outcome <> 'delivered') as failed,
         (select coalesce(extract(epoch from max(created_at)) * 1000, 0)::float8
            from payloads) as "dispatchedAt"`;

const IDLE = `select not exists (select from outbox) and not exists (select from lanes) as idle`;

const PATIENCE = 10_000;

/** Counts as soon as nothing waits any more, or after ten seconds. */
export async function countWhenIdle(connection: pg.ClientConfig): Promise<LeftBehind> {
  return withClient(connection, async (client) => {
    const until = Date.now() + PATIENCE;
    while (Date.now() < until) {
      const { rows } = await client.query<{ idle: boolean }>(IDLE);
      if (rows[0]?.idle) break;
      await sleep(50);
    }
    return count(client);
  });
}

/** Counts as it is now. */
export function countLeft(connection: pg.ClientConfig): Promise<LeftBehind> {
  return withClient(connection, count);
}

async function count(client: pg.Client): Promise<LeftBehind> {
  const { rows } = await client.query<LeftBehind>(COUNTS);
  if (!rows[0]) throw new Error('The database answered with no row.');
  return rows[0];
}

async function withClient<T>(
  connection: pg.ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
