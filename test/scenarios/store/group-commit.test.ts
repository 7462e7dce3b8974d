import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Problem } from '../../../src/kernel/errors.ts';
import { type Lane, openLane } from '../../../src/store/group-commit.ts';
import { createTestDatabase, type TestDatabase } from '../../harness-database.ts';

/** A job by its name: the first letter is its tenant, a number behind it its weight. */
type Job = string;

let database: TestDatabase;
let lane: Lane<Job, string>;
/** The batches as they were run, in order. */
let batches: Job[][];
/** Set: batches wait for it. */
let gate: Promise<void> | null;
let openGate: () => void;
/** What becomes of a batch beside being answered; may throw. */
let inside: (client: pg.Client, jobs: readonly Job[]) => Promise<void>;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  await database.store.pool.query('create table notes (name text primary key)');
});
afterAll(() => database?.drop());

beforeEach(() => {
  batches = [];
  inside = async () => {};
  gate = null;
  lane = open();
});
afterEach(async () => {
  openGate?.();
  await lane.close();
  await database.store.pool.query('truncate notes');
});

function open(): Lane<Job, string> {
  return openLane<Job, string>({
    connection: database.store.connection,
    capacity: 10,
    maxBatch: 4,
    weightOf: (job) => Number(job.slice(1) || 1),
    tenantOf: (job) => job.slice(0, 1),
    run: async (client, jobs) => {
      batches.push([...jobs]);
      await gate;
      await inside(client, jobs);
      return jobs.map((job) => `${job} done`);
    },
  });
}

/** Holds the lane with a job under way, so that what follows has to wait. */
async function hold(): Promise<void> {
  gate = new Promise((resolve) => {
    openGate = resolve;
  });
  void lane.submit('z');
  while (batches.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** What each job ended with: its result, or the code of its refusal. */
function ends(...submitted: Promise<string>[]): Promise<string[]> {
  return Promise.all(
    submitted.map((end) =>
      end.catch((error: Problem | Error) => ('code' in error ? error.code : error.message)),
    ),
  );
}
const submit = (...jobs: Job[]) => jobs.map((job) => lane.submit(job));

class DatabaseError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`SQLSTATE ${code}`);
    this.code = code;
  }
}

describe('a lane', () => {
  test('starts at once, and makes one batch of what arrives meanwhile', async () => {
    await hold();
    const waiting = submit('a', 'b', 'c');
    expect(lane.depth()).toBe(3);
    openGate();
    expect(await ends(...waiting)).toEqual(['a done', 'b done', 'c done']);
    expect(batches).toEqual([['z'], ['a', 'b', 'c']]);
    expect(lane.depth()).toBe(0);
  });

  test('lets the tenants take turns inside a batch and from batch to batch', async () => {
    await hold();
    const waiting = submit('a', 'a', 'a', 'a', 'a', 'b', 'b', 'c');
    openGate();
    await ends(...waiting);
    expect(batches.slice(1)).toEqual([
      ['a', 'b', 'c', 'a'],
      ['b', 'a', 'a', 'a'],
    ]);
  });

  test('keeps a tenant’s jobs in their order', async () => {
    await hold();
    const waiting = submit('a1', 'a2', 'a1', 'b3');
    openGate();
    await ends(...waiting);
    expect(batches.slice(1)).toEqual([
      ['a1', 'b3'],
      ['a2', 'a1'],
    ]);
  });

  test('runs a job heavier than a batch alone', async () => {
    await hold();
    const waiting = submit('a', 'b5', 'c', 'a');
    openGate();
    await ends(...waiting);
    expect(batches.slice(1)).toEqual([['a'], ['b5'], ['c', 'a']]);
  });
});

describe('a full lane', () => {
  test('takes of one tenant no more than half of what it holds', async () => {
    await hold();
    const waiting = submit('a3', 'a2', 'a1', 'b1');
    const refused = waiting[2]?.catch((error: Problem) => error);
    expect(await refused).toMatchObject({
      status: 503,
      code: 'tenant_overloaded',
      retryAfter: expect.any(Number),
    });
    expect(lane.depth()).toBe(6);
    openGate();
    expect(await ends(...waiting)).toEqual(['a3 done', 'a2 done', 'tenant_overloaded', 'b1 done']);
  });

  test('refuses everybody beyond its capacity, and takes them again once it has worked', async () => {
    await hold();
    const waiting = submit('a5', 'b5', 'c1');
    openGate();
    expect(await ends(...waiting)).toEqual(['a5 done', 'b5 done', 'overloaded']);
    expect(await lane.submit('c1')).toBe('c1 done');
  });

  test('takes any one job while it is empty, however heavy', async () => {
    expect(await lane.submit('a100')).toBe('a100 done');
    await hold();
    const waiting = submit('a100', 'a1', 'b1');
    openGate();
    expect(await ends(...waiting)).toEqual(['a100 done', 'overloaded', 'overloaded']);
  });
});

describe('closing', () => {
  test('finishes what waits and refuses what comes', async () => {
    await hold();
    const waiting = submit('a', 'b');
    const closed = lane.close();
    const late = lane.submit('c').catch((error: Problem) => error);
    expect(await late).toMatchObject({ status: 503, code: 'shutting_down' });
    openGate();
    expect(await ends(...waiting)).toEqual(['a done', 'b done']);
    await closed;
  });
});

/** Each job writes a note of its name; a name with an apostrophe is what no statement takes. */
async function note(client: pg.Client, jobs: readonly Job[]): Promise<void> {
  await client.query('begin');
  for (const job of jobs) {
    if (job === 'x') await client.query("select 'no number'::int");
    await client.query('insert into notes values ($1)', [job]);
  }
  await client.query('commit');
}

async function notes(): Promise<string[]> {
  const { rows } = await database.store.pool.query('select name from notes order by name');
  return rows.map(({ name }) => name);
}

describe('a batch that fails', () => {
  test('is run again job by job, so that only the bad one fails', async () => {
    inside = note;
    await hold();
    const waiting = submit('a', 'x', 'b');
    openGate();
    expect(await ends(...waiting)).toEqual(['a done', '22P02', 'b done']);
    expect(batches.slice(1)).toEqual([['a', 'x', 'b'], ['a'], ['x'], ['b']]);
    expect(await notes()).toEqual(['a', 'b', 'z']);
  });

  test.each(['23505', '40P01', '40001'])(
    'for a lost race (%s) is run again as it is',
    async (code) => {
      let races = 3;
      inside = async () => {
        if (races-- > 0) throw new DatabaseError(code);
      };
      expect(await ends(...submit('a', 'b'))).toEqual(['a done', 'b done']);
      expect(batches).toEqual(Array(4).fill(['a', 'b']));
    },
  );

  test('again and again gives up with 503 for the job that cannot win', async () => {
    inside = async (_, jobs) => {
      if (jobs.includes('x')) throw new DatabaseError('23505');
    };
    await hold();
    const waiting = submit('a', 'x');
    openGate();
    expect(await ends(...waiting)).toEqual(['a done', 'contended']);
  });

  test('leaves nothing of its transaction behind for the next one', async () => {
    let first = true;
    inside = async (client, jobs) => {
      await client.query('begin');
      await client.query('insert into notes values ($1)', [jobs[0]]);
      if (first) {
        first = false;
        throw new DatabaseError('40P01');
      }
      await client.query('commit');
    };
    expect(await lane.submit('a')).toBe('a done');
    expect(await notes()).toEqual(['a']);
  });
});

test('two lanes that insert the same keys both succeed: the loser sees the winner’s rows', async () => {
  inside = async (client, jobs) => {
    await client.query('begin');
    const { rows } = await client.query('select name from notes');
    const known = new Set(rows.map(({ name }) => name));
    for (const job of jobs) {
      if (!known.has(job)) await client.query('insert into notes values ($1)', [job]);
    }
    await client.query('commit');
  };
  const other = open();
  const all = ['a', 'b', 'c', 'd'].flatMap((job) => [lane.submit(job), other.submit(job)]);
  expect(new Set(await ends(...all)).size).toBe(4);
  expect(await notes()).toEqual(['a', 'b', 'c', 'd']);
  await other.close();
});

describe('a connection', () => {
  test('that breaks fails its batch with 503 and is replaced', async () => {
    inside = async (client) => {
      await client.query('select pg_terminate_backend(pg_backend_pid())');
    };
    expect(await ends(...submit('a', 'b'))).toEqual(Array(2).fill('database_unavailable'));
    // Whether the statement was committed is not known: running it again is the sender's to say.
    expect(batches).toHaveLength(1);
    inside = note;
    expect(await lane.submit('c')).toBe('c done');
  });

  test('that breaks while idle is replaced before the next batch', async () => {
    let pid = 0;
    inside = async (client) => {
      const { rows } = await client.query('select pg_backend_pid() as pid');
      pid = rows[0].pid;
    };
    await lane.submit('a');
    await database.store.pool.query('select pg_terminate_backend($1)', [pid]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await lane.submit('b')).toBe('b done');
  });

  test('that cannot be made is a 503, and tried again with the next job', async () => {
    const away = openLane<Job, string>({
      connection: { host: '127.0.0.1', port: 1 },
      capacity: 10,
      maxBatch: 4,
      weightOf: () => 1,
      tenantOf: (job) => job,
      run: async (_, jobs) => [...jobs],
    });
    const both = [away.submit('a'), away.submit('b')];
    expect(await ends(...both)).toEqual(['database_unavailable', 'database_unavailable']);
    expect(await ends(away.submit('c'))).toEqual(['database_unavailable']);
    await away.close();
  });
});
