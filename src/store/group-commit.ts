import pg from 'pg';
import { unavailable } from '../kernel/errors.ts';
import { codeOf, databaseUnavailable, isRetryable, isUnreachable } from './transaction.ts';

const UNIQUE_VIOLATION = '23505';
/** A migration has changed a table under the connection, which knows it as it was. */
const TABLE_CHANGED = new Set(['42804', '0A000']);
const MAX_ATTEMPTS = 8;

export interface LaneOptions<Job, Result> {
  readonly connection: pg.ClientConfig;
  /** Weight (alerts) waiting at most; beyond it jobs are refused with 503. */
  readonly capacity: number;
  /** Weight of a batch at most; a single heavier job still runs, alone. */
  readonly maxBatch: number;
  readonly weightOf: (job: Job) => number;
  readonly tenantOf: (job: Job) => string;
  /**
   * Runs the jobs in one transaction, from `begin` to `commit`, and returns a result for each.
   * Must be safe to run again from the start after it threw.
   */
  readonly run: (client: pg.Client, jobs: readonly Job[]) => Promise<readonly Result[]>;
}

interface Waiting<Job, Result> {
  readonly job: Job;
  readonly weight: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** One line of a tenant's jobs; `weight` is their sum. */
interface Line<Job, Result> {
  readonly jobs: Waiting<Job, Result>[];
  weight: number;
}

export interface Lane<Job, Result> {
  /** Resolves once the job's batch is committed; rejects with a Problem when it was not. */
  readonly submit: (job: Job) => Promise<Result>;
  /** Refuses new jobs, finishes those waiting, disconnects. */
  readonly close: () => Promise<void>;
  /** Weight waiting now, for the metrics. */
  readonly depth: () => number;
}

/**
 * Group commit on a connection of its own: a job arriving while the lane is idle starts at once,
 * and whatever arrives while a batch is in flight forms the next one. No timer: waiting for company
 * only costs. Tenants take turns inside a batch and none may hold more than half of the lane.
 */
export function openLane<Job, Result>(options: LaneOptions<Job, Result>): Lane<Job, Result> {
  const lines = new Map<string, Line<Job, Result>>();
  const link = openLink(options.connection);
  let waiting = 0;
  let closing = false;
  let running: Promise<void> | null = null;

  const submit = (job: Job) =>
    new Promise<Result>((resolve, reject) => {
      const weight = options.weightOf(job);
      const tenant = options.tenantOf(job);
      const line = lines.get(tenant) ?? { jobs: [], weight: 0 };
      const refusal = refuse(closing, waiting, line.weight, weight, options.capacity);
      if (refusal) return reject(refusal);
      lines.set(tenant, line);
      line.jobs.push({ job, weight, resolve, reject });
      line.weight += weight;
      waiting += weight;
      running ??= drain();
    });

  const drain = async () => {
    // One turn of the event loop, so that requests parsed in the same turn share the first batch.
    await new Promise(setImmediate);
    while (waiting > 0) {
      const batch = takeBatch(lines, options.maxBatch);
      for (const { weight } of batch) waiting -= weight;
      await runBatch(link, batch, options.run);
    }
    running = null;
  };

  const close = async () => {
    closing = true;
    await running;
    await link.end();
  };
  return { submit, close, depth: () => waiting };
}

function refuse(closing: boolean, waiting: number, ofTenant: number, weight: number, cap: number) {
  if (closing)
    return unavailable('shutting_down', 'The hub is shutting down; please try again.', 2);
  // An empty lane takes any job, however heavy: its size was checked at the door.
  if (waiting + weight > cap && waiting > 0) {
    return unavailable('overloaded', 'Too many alerts are waiting; please try again.');
  }
  if (ofTenant + weight > cap / 2 && ofTenant > 0) {
    return unavailable('tenant_overloaded', 'Too many alerts of this tenant are waiting.');
  }
  return undefined;
}

/** The oldest job of each tenant in turn, until the batch is full. */
function takeBatch<Job, Result>(lines: Map<string, Line<Job, Result>>, maxBatch: number) {
  const batch: Waiting<Job, Result>[] = [];
  let weight = 0;
  for (let turn = lines.entries().next(); turn.value; turn = lines.entries().next()) {
    const [tenant, line] = turn.value;
    const next = line.jobs[0];
    if (next && weight > 0 && weight + next.weight > maxBatch) break;
    // Behind the others, or gone: whoever stands first has the next turn, in the next batch too.
    lines.delete(tenant);
    if (!next) continue;
    line.jobs.shift();
    if (line.jobs.length > 0) lines.set(tenant, line);
    line.weight -= next.weight;
    weight += next.weight;
    batch.push(next);
  }
  return batch;
}

type Run<Job, Result> = LaneOptions<Job, Result>['run'];

async function runBatch<Job, Result>(
  link: Link,
  batch: readonly Waiting<Job, Result>[],
  run: Run<Job, Result>,
) {
  try {
    const results = await attempt(link, batch, run);
    for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
  } catch (error) {
    const alone = batch.length === 1 || isUnreachable(error);
    if (alone) for (const { reject } of batch) reject(outward(error));
    // One job's data must not fail its neighbours: each on its own now.
    else for (const waiting of batch) await runBatch(link, [waiting], run);
  }
}

/** Runs the batch; lost races (a key that another writer inserted, deadlocks) start it again. */
async function attempt<Job, Result>(
  link: Link,
  batch: readonly Waiting<Job, Result>[],
  run: Run<Job, Result>,
): Promise<readonly Result[]> {
  const jobs = batch.map(({ job }) => job);
  for (let count = 1; ; count++) {
    const client = await link.get();
    try {
      return await run(client, jobs);
    } catch (error) {
      const changed = TABLE_CHANGED.has(codeOf(error));
      if (isUnreachable(error) || changed) await link.drop(client);
      else await client.query('rollback').catch(() => link.drop(client));
      const lost = isRetryable(error) || codeOf(error) === UNIQUE_VIOLATION || changed;
      if (!lost || count === MAX_ATTEMPTS) throw error;
    }
  }
}

function outward(error: unknown): unknown {
  if (isUnreachable(error)) return databaseUnavailable(error);
  if (isRetryable(error) || codeOf(error) === UNIQUE_VIOLATION) {
    return unavailable(
      'contended',
      'Too many requests for the same alert; please try again.',
      1,
      error,
    );
  }
  return error;
}

// The lane's statements are all lookups by full key: a generic plan is right for every batch size,
// and JIT or parallel plans would only add their start-up time.
const SETTINGS = [
  "set plan_cache_mode = 'force_generic_plan'",
  'set jit = off',
  'set max_parallel_workers_per_gather = 0',
  "set statement_timeout = '20s'",
  // Rows are read as text; instants are parsed by position.
  "set timezone = 'UTC'",
  'set datestyle = iso',
].join('; ');

interface Link {
  readonly get: () => Promise<pg.Client>;
  readonly drop: (client: pg.Client) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** A connection that is opened on first use and again after it broke. */
function openLink(connection: pg.ClientConfig): Link {
  let current: Promise<pg.Client> | null = null;
  const drop = async (client?: pg.Client) => {
    current = null;
    await client?.end().catch(() => {});
  };
  const open = async (forget: () => void) => {
    const client = new pg.Client({ connectionTimeoutMillis: 3_000, ...connection, pipeline: true });
    // An idle connection that breaks is replaced; a busy one also rejects its statement.
    client.on('error', forget);
    try {
      await client.connect();
      await client.query(SETTINGS);
      return client;
    } catch (error) {
      forget();
      client.end().catch(() => {});
      throw error;
    }
  };
  const get = () => {
    if (current) return current;
    // A late error of a connection that was replaced must not take its successor away.
    const opening = open(() => {
      if (current === opening) current = null;
    });
    current = opening;
    return opening;
  };
  return { get, drop, end: async () => drop(await current?.catch(() => undefined)) };
}
