import { setTimeout as sleep } from 'node:timers/promises';
import type { Rig } from '../rig.ts';
import { connectPatiently } from './patient-client.ts';
import type { ExpectedEvent } from './receipts.ts';

/** What the database says happened. */
export interface StoredEvents {
  /** By the timelines: each of their entries was pushed. */
  readonly happened: readonly ExpectedEvent[];
  /** Events that people were told are stored, but are not. */
  readonly forgotten: number;
  /** Deliveries given up. */
  readonly dead: number;
}

const PATIENCE = 120_000;

/** Waits until nothing is left to be sent. Resolves to the deliveries and lanes left. */
export async function waitUntilDrained(rig: Rig): Promise<number> {
  const client = await connectPatiently(rig);
  try {
    for (const until = Date.now() + PATIENCE; ; await sleep(100)) {
      const { rows } = await client.query<{ left: number }>(
        `select (select count(*) from outbox)::int + (select count(*) from deliveries)::int
           + (select count(*) from lanes)::int as left`,
      );
      const left = rows[0]?.left ?? 0;
      if (left === 0 || Date.now() > until) return left;
    }
  } finally {
    await client.end();
  }
}

/** `acknowledged`: the number of events of each incident that people were told of. */
export async function inspectEvents(
  rig: Rig,
  acknowledged: ReadonlyMap<string, number>,
): Promise<StoredEvents> {
  const client = await connectPatiently(rig);
  try {
    const { rows } = await client.query<{ incident: string; at: Date }>(
      'select incident_id as incident, at from timeline_entries order by incident_id, seq',
    );
    const dead = await client.query<{ count: number }>(
      "select count(*)::int as count from delivery_attempts where outcome = 'dead'",
    );
    const stored = Map.groupBy(rows, ({ incident }) => incident);
    const missing = [...acknowledged].map(([incident, count]) =>
      Math.max(0, count - (stored.get(incident)?.length ?? 0)),
    );
    return {
      happened: rows.map(({ incident, at }) => ({ incident, at: at.getTime() })),
      forgotten: missing.reduce((sum, each) => sum + each, 0),
      dead: dead.rows[0]?.count ?? 0,
    };
  } finally {
    await client.end();
  }
}
