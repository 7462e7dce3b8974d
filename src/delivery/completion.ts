import type { Client } from 'pg';
import type { Clock, Instant } from '../kernel/time.ts';
import { bulkQuery, rowTypesOf } from '../store/bulk.ts';
import { dbOn } from '../store/client-db.ts';
import type { Column } from '../store/columns.ts';
import type { Db } from '../store/connection.ts';
import { pipelined } from '../store/pipelining.ts';
import type { AttemptRow } from './attempt.ts';
import {
  arraysOf,
  DELIVERY_COLUMNS,
  DROP_EMPTY_LANES,
  insertAttempts,
  LANE_KEY,
  LOCK_LANES,
  RESULT_COLUMNS,
  STORE_RESULTS,
  SUPERSEDE,
} from './completion-statements.ts';
import { type Head, keyOf, type LaneKey, leaseOf, listHeads } from './lane-queries.ts';

/** What came of a delivery, to be stored. */
export interface Finished {
  readonly head: Head;
  readonly attempt: AttemptRow;
  /** Milliseconds until the next attempt; null when the delivery has ended. */
  readonly retryInMs: number | null;
  /** Go on with the lane's next delivery. */
  readonly keep: boolean;
  /** Whether the destination works; null: this says nothing about it. */
  readonly healthy: boolean | null;
  /** Nothing is sent to the destination before. */
  readonly pauseUntil: Instant | null;
  /** The receiver asked never to be called again (410). */
  readonly disable: boolean;
}

export interface Completed {
  /** The lane's next delivery, when the lease goes on. */
  readonly next: Head | null;
}

/** What else is to be stored with results, in the same transaction. */
export interface CompletionDeps {
  readonly clock: Clock;
  /** The health of the destinations, and disabling them. */
  readonly noteHealth: (tx: Db, finished: readonly Finished[], now: Instant) => Promise<void>;
  /** Deliveries that people wait for (custom actions) and that were delivered. */
  readonly noteActions: (tx: Db, finished: readonly Finished[], now: Instant) => Promise<void>;
}

/**
 * Stores a batch of results in one transaction (decision 0012): attempts always; the end of the
 * delivery, or its next time, only where the lease still holds. As a rule it is one round trip, so
 * that lanes stay locked for as long as the server works and no longer. Committed without waiting
 * for the disk: what a crash of the database takes back is sent once more.
 */
export async function completeBatch(
  client: Client,
  batch: readonly Finished[],
  deps: CompletionDeps,
): Promise<Completed[]> {
  const finished = [...batch].sort((a, b) => (keyOf(a.head.lane) < keyOf(b.head.lane) ? -1 : 1));
  const now = deps.clock();
  const types = await rowTypesOf(client);
  const overtaken = finished.filter(({ head }) => head.lane.ordering === 'latest');
  const more = finished.some(needsMore);
  const { begun, superseded } = await begin(client, overtaken, now);
  const attempts = [...finished.map(({ attempt }) => attempt), ...superseded.map(({ row }) => row)];
  const [leased, heads] = await pipelined(client, () => {
    const attempted = client.query(bulkQuery([[insertAttempts, attempts]], types));
    const stored = storeResults(client, finished, superseded);
    const dropped = run(client, 'drop', DROP_EMPTY_LANES, LANE_KEY, finished.map(laneOf));
    const next = more ? null : commitAndGoOn(client, finished);
    // The first to fail says why; those after it only that it did.
    return Promise.all([stored, next, attempted, dropped, begun]);
  });
  if (heads) return nextOf(batch, heads);
  const held = new Set(leased.rows.map(leaseOf));
  const ended = finished.filter(
    (each) => each.retryInMs === null && held.has(leaseOf(each.head.lane)),
  );
  const db = dbOn(client);
  await deps.noteHealth(db, finished, now);
  await deps.noteActions(db, ended, now);
  return nextOf(batch, await pipelined(client, () => commitAndGoOn(client, finished)));
}

/** A success of a destination that was healthy before is no news. */
export function tellsOfHealth({ healthy, head, disable, pauseUntil }: Finished): boolean {
  const recovered = healthy === true && head.lane.failing;
  return healthy === false || recovered || disable || pauseUntil !== null;
}

/** More is to be stored than deliveries and lanes: health, or what an action has done. */
function needsMore(finished: Finished): boolean {
  return tellsOfHealth(finished) || finished.head.origin === 'action';
}

// Keys are few and tables change too fast for statistics: always look rows up one by one.
const SETTINGS = `select set_config('synchronous_commit', 'off', true),
  set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
  set_config('enable_seqscan', 'off', true)`;

/** Only where the latest state is wanted the answer is waited for: it decides what is counted. */
async function begin(
  client: Client,
  overtaken: readonly Finished[],
  now: Instant,
): Promise<{ begun: Promise<unknown>; superseded: Superseded[] }> {
  const begun = pipelined(client, () =>
    Promise.all([
      client.query('begin'),
      client.query({ name: 'completion_settings', text: SETTINGS }),
    ]),
  );
  if (overtaken.length > 0) {
    await Promise.all([begun, run(client, 'lock', LOCK_LANES, LANE_KEY, overtaken.map(laneOf))]);
    return { begun, superseded: await supersede(client, overtaken, now) };
  }
  return { begun, superseded: [] };
}

function run(
  client: Client,
  name: string,
  text: string,
  columns: readonly Column[],
  rows: readonly object[],
) {
  return client.query({ name: `completion_${name}`, text, values: arraysOf(columns, rows) });
}

function laneOf({ head }: Finished): LaneKey {
  return head.lane;
}

function deliveryOf({ head, attempt }: Finished) {
  const { tenantId, destinationId, laneId, lease } = head.lane;
  const { position, deliveryId } = head;
  const attempts = attempt.attempt;
  return { tenantId, destinationId, laneId, position, deliveryId, lease, attempts };
}

async function commitAndGoOn(client: Client, finished: readonly Finished[]): Promise<Head[]> {
  const committed = client.query('commit');
  const going = finished.filter(({ keep }) => keep);
  const lanes = going.map(({ head }) => ({ ...head.lane, interrupted: false }));
  const [heads] = await Promise.all([listHeads(client, lanes), committed]);
  return heads;
}

function nextOf(batch: readonly Finished[], heads: readonly Head[]): Completed[] {
  const next = new Map(heads.map((head) => [leaseOf(head.lane), head]));
  return batch.map(({ head }) => ({ next: next.get(leaseOf(head.lane)) ?? null }));
}

interface Superseded {
  readonly lane: string;
  readonly row: AttemptRow;
}

async function supersede(
  client: Client,
  overtaken: readonly Finished[],
  now: Instant,
): Promise<Superseded[]> {
  const { rows } = await run(
    client,
    'supersede',
    SUPERSEDE,
    DELIVERY_COLUMNS,
    overtaken.map(deliveryOf),
  );
  return rows.map((row) => ({ lane: keyOf(row), row: supersededRow(row, now) }));
}

function supersededRow(
  row: LaneKey &
    Pick<
      AttemptRow,
      'deliveryId' | 'eventId' | 'eventType' | 'subjectId' | 'variant' | 'origin' | 'requestedBy'
    > & { readonly eventAt: Date; readonly payloadAt: Date },
  now: Instant,
): AttemptRow {
  const { laneId: _, eventAt, payloadAt, ...rest } = row;
  return {
    ...rest,
    attempt: 0,
    attemptedAt: now,
    eventAt: eventAt.getTime(),
    payloadAt: payloadAt.getTime(),
    outcome: 'superseded',
    status: null,
    error: null,
    detail: 'A later event of the same incident was sent instead.',
    durationMs: 0,
    nextAttemptAt: null,
    url: '',
    requestHeaders: '{}',
    responseHeaders: null,
    responseBody: null,
  };
}

/** Answers with the lanes whose lease still holds. */
function storeResults(
  client: Client,
  finished: readonly Finished[],
  superseded: readonly Superseded[],
) {
  const gone = Map.groupBy(superseded, ({ lane }) => lane);
  const rows = finished.map((each) => {
    const { head, retryInMs, keep } = each;
    const overtaken = gone.get(keyOf(head.lane))?.length ?? 0;
    const done = (retryInMs === null ? 1 : 0) + overtaken;
    return { ...deliveryOf(each), done, retryInMs, keep: keep ? 1 : 0 };
  });
  return run(client, 'store', STORE_RESULTS, RESULT_COLUMNS, rows);
}
