import type { Client } from 'pg';
import type { Clock, Instant } from '../kernel/time.ts';
import { bulkQuery, rowTypesOf } from '../store/bulk.ts';
import { dbOn } from '../store/client-db.ts';
import type { Db } from '../store/connection.ts';
import { pipelined } from '../store/pipelining.ts';
import type { AttemptRow } from './attempt.ts';
import {
  arraysOf,
  countAttempts,
  dropEmptyLanes,
  endDeliveries,
  FENCE_COLUMNS,
  FENCE_LANES,
  insertAttempts,
  LOCK_LANES,
  LOCKED_COLUMNS,
  SUPERSEDE,
  SUPERSEDE_COLUMNS,
} from './completion-statements.ts';
import { type Head, keyOf, type LaneKey, listHeads } from './lane-queries.ts';

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
 * delivery, or its next time, only where the lease still holds. Committed without waiting for the
 * disk: what a crash of the database takes back is sent once more.
 */
export async function completeBatch(
  client: Client,
  batch: readonly Finished[],
  deps: CompletionDeps,
): Promise<Completed[]> {
  const finished = [...batch].sort((a, b) => (keyOf(a.head.lane) < keyOf(b.head.lane) ? -1 : 1));
  const now = deps.clock();
  const types = await rowTypesOf(client);
  const db = dbOn(client);
  const started = pipelined(client, () => [
    client.query('begin'),
    client.query({ name: 'completion_settings', text: SETTINGS }),
    client.query({
      name: 'completion_lock',
      text: LOCK_LANES,
      values: arraysOf(LOCKED_COLUMNS, lanesOf(finished)),
    }),
  ]);
  await Promise.all(started);
  const superseded = await supersede(client, finished, now);
  const pending = await fence(client, finished, superseded);
  const held = (each: Finished) => pending.has(keyOf(each.head.lane));
  const attempts = [...finished.map(({ attempt }) => attempt), ...superseded.map(({ row }) => row)];
  const ended = finished.filter((each) => held(each) && each.retryInMs === null);
  const retried = finished.filter((each) => held(each) && each.retryInMs !== null);
  const empty = lanesOf(finished).filter((lane) => (pending.get(keyOf(lane)) ?? 1) <= 0);
  await client.query(
    bulkQuery(
      [
        [insertAttempts, attempts],
        [endDeliveries, ended.map(deliveryKey)],
        [
          countAttempts,
          retried.map((each) => ({ ...deliveryKey(each), attempts: each.attempt.attempt })),
        ],
        [dropEmptyLanes, empty],
      ],
      types,
    ),
  );
  await deps.noteHealth(db, finished, now);
  await deps.noteActions(db, ended, now);
  await client.query('commit');
  return nextOf(db, batch, pending);
}

// Keys are few and tables change too fast for statistics: always look rows up one by one.
const SETTINGS = `select set_config('synchronous_commit', 'off', true),
  set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
  set_config('enable_seqscan', 'off', true)`;

function lanesOf(finished: readonly Finished[]): LaneKey[] {
  return finished.map(({ head }) => head.lane);
}

function deliveryKey({ head }: Finished) {
  const { tenantId, destinationId, laneId } = head.lane;
  const { position, deliveryId } = head;
  return { tenantId, destinationId, laneId, position, deliveryId };
}

interface Superseded {
  readonly lane: string;
  readonly row: AttemptRow;
}

async function supersede(
  client: Client,
  finished: readonly Finished[],
  now: Instant,
): Promise<Superseded[]> {
  const latest = finished.filter(({ head }) => head.lane.ordering === 'latest');
  if (latest.length === 0) return [];
  const keys = latest.map((each) => ({ ...deliveryKey(each), lease: each.head.lane.lease }));
  const { rows } = await client.query({
    name: 'completion_supersede',
    text: SUPERSEDE,
    values: arraysOf(SUPERSEDE_COLUMNS, keys),
  });
  return rows.map((row) => ({
    lane: keyOf({
      tenantId: row.tenant_id,
      destinationId: row.destination_id,
      laneId: row.lane_id,
    }),
    row: {
      tenantId: row.tenant_id,
      destinationId: row.destination_id,
      deliveryId: row.delivery_id,
      attempt: 0,
      attemptedAt: now,
      eventId: row.event_id,
      eventType: row.event_type,
      subjectId: row.subject_id,
      eventAt: row.event_at.getTime(),
      variant: row.variant,
      payloadAt: row.payload_at.getTime(),
      origin: row.origin,
      requestedBy: row.requested_by,
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
    },
  }));
}

/** Deliveries left in each lane whose lease still holds. */
async function fence(
  client: Client,
  finished: readonly Finished[],
  superseded: readonly Superseded[],
): Promise<Map<string, number>> {
  const gone = Map.groupBy(superseded, ({ lane }) => lane);
  const rows = finished.map(({ head: { lane }, retryInMs, keep }) => ({
    ...lane,
    done: (retryInMs === null ? 1 : 0) + (gone.get(keyOf(lane))?.length ?? 0),
    retryInMs,
    keep: keep ? 1 : 0,
  }));
  const answer = await client.query({
    name: 'completion_fence',
    text: FENCE_LANES,
    values: arraysOf(FENCE_COLUMNS, rows),
  });
  return new Map(
    answer.rows.map((row) => [
      keyOf({ tenantId: row.tenant_id, destinationId: row.destination_id, laneId: row.lane_id }),
      row.pending,
    ]),
  );
}

async function nextOf(
  db: Db,
  batch: readonly Finished[],
  pending: ReadonlyMap<string, number>,
): Promise<Completed[]> {
  const going = batch.filter(({ keep, head }) => keep && (pending.get(keyOf(head.lane)) ?? 0) > 0);
  const lanes = going.map(({ head }) => ({ ...head.lane, interrupted: false }));
  const heads = new Map((await listHeads(db, lanes)).map((head) => [keyOf(head.lane), head]));
  return batch.map(({ head, keep }) => ({
    next: keep ? (heads.get(keyOf(head.lane)) ?? null) : null,
  }));
}
