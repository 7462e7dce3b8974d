import type { Instant } from '../kernel/time.ts';
import { columnsInsert } from '../store/bulk.ts';
import { runBulk } from '../store/bulk-run.ts';
import type { Column } from '../store/columns.ts';
import type { Db } from '../store/connection.ts';
import type { DeliveryFacts } from './delivery-facts.ts';

/** The exact body of an event, kept as long as its attempts. */
export interface NewPayload {
  readonly tenantId: string;
  readonly eventId: string;
  /** Empty for the standard body, else the destination through whose template it went. */
  readonly variant: string;
  readonly createdAt: Instant;
  readonly body: string;
}

/** A delivery that waits in its lane. */
export interface NewDelivery extends DeliveryFacts {
  readonly tenantId: string;
  readonly destinationId: string;
  /** Deliveries of one lane go out one after another, by position. */
  readonly laneId: string;
  readonly position: number;
  readonly createdAt: Instant;
}

const PAYLOAD_COLUMNS: readonly Column[] = [
  ['tenant_id', 'text'],
  ['event_id', 'text'],
  ['variant', 'text'],
  ['created_at', 'timestamptz'],
  ['body', 'text'],
];

const DELIVERY_COLUMNS: readonly Column[] = [
  ['tenant_id', 'text'],
  ['destination_id', 'text'],
  ['lane_id', 'text'],
  ['position', 'int8'],
  ['delivery_id', 'text'],
  ['event_id', 'text'],
  ['event_type', 'text'],
  ['subject_id', 'text'],
  ['event_at', 'timestamptz'],
  ['variant', 'text'],
  ['payload_at', 'timestamptz'],
  ['origin', 'text'],
  ['requested_by', 'jsonb'],
  ['created_at', 'timestamptz'],
];

const LANE_COLUMNS: readonly Column[] = [
  ['tenant_id', 'text'],
  ['destination_id', 'text'],
  ['lane_id', 'text'],
  ['pending', 'int4'],
];

const insertPayloads = columnsInsert('payloads', 'payloads', PAYLOAD_COLUMNS);
const insertDeliveries = columnsInsert('deliveries', 'deliveries', DELIVERY_COLUMNS);

/** A lane that waits for its next attempt goes on waiting; only the count grows. */
const raiseLanes = columnsInsert('lanes', 'lanes', LANE_COLUMNS, {
  constants: { ready_at: 'now()' },
  onConflict:
    '(tenant_id, destination_id, lane_id) do update set pending = t.pending + excluded.pending',
});

/**
 * Puts deliveries into their lanes, inside the transaction that caused them; the worker of this
 * process wakes with its commit. Lanes are locked in ascending key order.
 */
export async function enqueueDeliveries(
  tx: Db,
  payloads: readonly NewPayload[],
  deliveries: readonly NewDelivery[],
): Promise<void> {
  const lanes = new Map<string, LaneCount>();
  for (const { tenantId, destinationId, laneId } of deliveries) {
    const key = `${tenantId}\n${destinationId}\n${laneId}`;
    const lane = lanes.get(key) ?? { tenantId, destinationId, laneId, pending: 0 };
    lane.pending++;
    lanes.set(key, lane);
  }
  const sorted = [...lanes.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, lane]) => lane);
  await runBulk(tx, [
    [insertPayloads, payloads],
    [insertDeliveries, deliveries],
  ]);
  // Last, and in a statement of its own: results of these lanes wait until the commit.
  await runBulk(tx, [[raiseLanes, sorted]]);
}

interface LaneCount {
  readonly tenantId: string;
  readonly destinationId: string;
  readonly laneId: string;
  pending: number;
}
