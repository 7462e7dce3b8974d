import { encodeArray } from '../store/binary.ts';
import { type BulkStatement, bulkInsert } from '../store/bulk.ts';
import { type Column, propertyOf } from '../store/columns.ts';
import { ATTEMPT_COLUMNS } from './attempt.ts';
import { LEASE_SECONDS } from './lane-queries.ts';

// What a batch of results writes. Every statement finds its rows by their full key.

const LANE_KEY: readonly Column[] = [
  ['tenant_id', 'text'],
  ['destination_id', 'text'],
  ['lane_id', 'text'],
];

const DELIVERY_KEY: readonly Column[] = [
  ...LANE_KEY,
  ['position', 'int8'],
  ['delivery_id', 'text'],
];

/** Parameters: an array a column, in the order of the columns. */
export function arraysOf(columns: readonly Column[], rows: readonly object[]): Buffer[] {
  return columns.map(([name, type]) => {
    const property = propertyOf(name);
    const values = rows.map((row) => (row as Readonly<Record<string, unknown>>)[property]);
    return encodeArray(type, values);
  });
}

function unnest(columns: readonly Column[], first: number): string {
  const arrays = columns.map(([, type], index) => `$${first + index}::${type}[]`);
  return `unnest(${arrays.join(', ')}) as k(${columns.map(([name]) => name).join(', ')})`;
}

function matches(columns: readonly Column[]): string {
  return columns.map(([name]) => `t.${name} = k.${name}`).join(' and ');
}

export const LOCKED_COLUMNS = LANE_KEY;

/** Lanes are locked in key order, as the dispatcher's upsert does: neither waits for the other. */
export const LOCK_LANES = `select 1 from ${unnest(LANE_KEY, 1)} join lanes t on ${matches(LANE_KEY)}
  order by t.tenant_id, t.destination_id, t.lane_id for update of t`;

export const FENCE_COLUMNS: readonly Column[] = [
  ...LANE_KEY,
  ['lease', 'text'],
  ['done', 'int4'],
  ['retry_in_ms', 'int4'],
  ['keep', 'int4'],
];

/**
 * Counts deliveries out of their lanes, only where the lease still holds: whoever lost it changes
 * nothing. A lane that goes on keeps the lease.
 */
export const FENCE_LANES = `update lanes t set
    pending = t.pending - k.done,
    ready_at = case when k.retry_in_ms is null then t.ready_at
      else now() + k.retry_in_ms * interval '1 millisecond' end,
    lease = case when k.keep = 1 and t.pending > k.done then t.lease end,
    leased_until = case when k.keep = 1 and t.pending > k.done
      then now() + interval '${LEASE_SECONDS} seconds' end
  from ${unnest(FENCE_COLUMNS, 1)}
  where ${matches(LANE_KEY)} and t.lease = k.lease
  returning t.tenant_id, t.destination_id, t.lane_id, t.pending`;

export const SUPERSEDE_COLUMNS: readonly Column[] = [...DELIVERY_KEY, ['lease', 'text']];

/** Older deliveries of lanes that want only the latest state (still under the lease) are gone. */
export const SUPERSEDE = `delete from deliveries t using ${unnest(SUPERSEDE_COLUMNS, 1)}, lanes l
  where ${matches(LANE_KEY)} and (t.position, t.delivery_id) < (k.position, k.delivery_id)
    and l.tenant_id = k.tenant_id and l.destination_id = k.destination_id
    and l.lane_id = k.lane_id and l.lease = k.lease
  returning t.tenant_id, t.destination_id, t.lane_id, t.delivery_id, t.event_id, t.event_type,
    t.subject_id, t.event_at, t.variant, t.payload_at, t.origin, t.requested_by`;

function keyed(name: string, columns: readonly Column[], sql: string): BulkStatement {
  return {
    name,
    width: columns.length,
    sql: (first) => sql.replace('{keys}', unnest(columns, first)),
    params: (rows) => arraysOf(columns, rows),
  };
}

export const insertAttempts = bulkInsert('attempts', 'delivery_attempts', ATTEMPT_COLUMNS);

export const endDeliveries = keyed(
  'ended',
  DELIVERY_KEY,
  `delete from deliveries t using {keys} where ${matches(DELIVERY_KEY)}`,
);

export const countAttempts = keyed(
  'retried',
  [...DELIVERY_KEY, ['attempts', 'int4']],
  `update deliveries t set attempts = k.attempts from {keys} where ${matches(DELIVERY_KEY)}`,
);

export const dropEmptyLanes = keyed(
  'emptied',
  LANE_KEY,
  `delete from lanes t using {keys} where ${matches(LANE_KEY)} and t.pending <= 0`,
);
