import pg from 'pg';
import { OUTBOX_COLUMNS } from '../../src/incidents/columns.ts';
import { bulkQuery, columnsInsert } from '../../src/store/bulk.ts';
import type { EventPlan } from './event-plan.ts';
import { createEvents } from './incident-events.ts';
import { sharedNow } from './shared-clock.ts';
import type { Site } from './site.ts';

/** Puts events into the outbox, as the hub's own commits do. */
export interface Outbox {
  /** Stores the events from … to-1 in one transaction; `beforeCommit` is called when all are in it. */
  readonly put: (from: number, to: number, beforeCommit?: () => Promise<void>) => Promise<void>;
  /** By the event's number: when its commit was answered, by the shared clock; NaN: not yet. */
  readonly committedAt: Float64Array;
  readonly close: () => Promise<void>;
}

const CHUNK = 1_000;
const insertEvents = columnsInsert('bench_outbox', 'outbox', OUTBOX_COLUMNS);

export async function openOutbox({ rig, endpoints }: Site, plan: EventPlan): Promise<Outbox> {
  const client = new pg.Client(await rig.connection());
  // A statement under way reports the break, too.
  client.on('error', () => {});
  await client.connect();
  const rowOf = createEvents(plan, endpoints);
  const committedAt = new Float64Array(plan.count).fill(Number.NaN);
  const insert = async (from: number, to: number) => {
    const rows = Array.from({ length: to - from }, (_, index) => rowOf(from + index));
    await client.query(bulkQuery([[insertEvents, rows]], new Map()));
  };
  return {
    put: async (from, to, beforeCommit) => {
      await client.query('begin');
      for (let at = from; at < to; at += CHUNK) await insert(at, Math.min(to, at + CHUNK));
      await beforeCommit?.();
      await client.query('commit');
      committedAt.fill(sharedNow(), from, to);
    },
    committedAt,
    close: () => client.end(),
  };
}
