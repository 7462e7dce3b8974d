import pg from 'pg';

/** What the database's connections do, looked at every few milliseconds. */
export interface StatementSampler {
  /** Lines for people: the commonest statements and waits, with their share of the looks. */
  readonly stop: () => Promise<string[]>;
}

const EVERY = 20;
const MOST = 16;
const WIDTH = 64;

/** One connection a row: what it does, or what it waits for before the next statement. */
const LOOK = `select state, wait_event_type as kind, wait_event as event, query
  from pg_stat_activity
  where backend_type = 'client backend' and pid <> pg_backend_pid() and state <> 'idle'`;

interface Look {
  readonly state: string;
  readonly kind: string | null;
  readonly event: string | null;
  readonly query: string;
}

/**
 * Says where the time of statements goes without any extension: the share of the looks at which a
 * statement was under way is its share of the time. Costs a few percent; only on demand.
 */
export async function startSampler(connection: pg.ClientConfig): Promise<StatementSampler> {
  const client = new pg.Client(connection);
  await client.connect();
  const counts = new Map<string, number>();
  let looks = 0;
  let asking: Promise<void> | null = null;
  const look = async () => {
    const { rows } = await client.query<Look>({ name: 'look', text: LOOK });
    looks++;
    for (const row of rows) {
      const name = nameOf(row);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  };
  const timer = setInterval(() => {
    asking ??= look().finally(() => {
      asking = null;
    });
  }, EVERY);
  return {
    stop: async () => {
      clearInterval(timer);
      await asking;
      await client.end();
      const sorted = [...counts.entries()].sort(([, a], [, b]) => b - a).slice(0, MOST);
      return sorted.map(([name, count]) => `${share(count, looks)} ${name}`);
    },
  };
}

/** A connection inside a transaction that does nothing waits for the hub. */
function nameOf({ state, kind, event, query }: Look): string {
  const text = query.replace(/\s+/g, ' ').trim().slice(0, WIDTH);
  if (state !== 'active') return `[hub's turn after] ${text}`;
  return kind === null ? text : `${text} [waits: ${kind} ${event}]`;
}

function share(count: number, of: number): string {
  return `${((100 * count) / Math.max(1, of)).toFixed(1).padStart(5)} %`;
}
