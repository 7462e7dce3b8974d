import { encodeArray } from '../store/binary.ts';
import { bulkInsert } from '../store/bulk.ts';
import { type Column, propertyOf } from '../store/columns.ts';
import { ATTEMPT_COLUMNS } from './attempt.ts';
import { LEASE_SECONDS } from './lane-queries.ts';

// What a batch of results writes. Every statement finds its rows by their full key, and changes only
// what is still leased: whoever lost the lease changes nothing. They run in the order of this file.

export const LANE_KEY: readonly Column[] = [
  ['tenant_id', 'text'],
  ['destination_id', 'text'],
  ['lane_id', 'text'],
];

const DELIVERY_KEY: readonly Column[] = [
  ...LANE_KEY,
  ['position', 'int8'],
  ['delivery_id', 'text'],
];

export const DELIVERY_COLUMNS: readonly Column[] = [...DELIVERY_KEY, ['lease', 'text']];

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

export const RESULT_COLUMNS: readonly Column[] = [
  ...DELIVERY_COLUMNS,
  ['attempts', 'int4'],
  ['done', 'int4'],
  ['retry_in_ms', 'int4'],
  ['keep', 'int4'],
];

/**
 * Counts deliveries out of their lanes, and for the lanes whose lease holds ends them or counts the
 * attempt. A lane that goes on keeps the lease. The rows come in key order, in which the dispatcher
 * locks lanes as well.
 */
export const STORE_RESULTS = `with k as materialized (select * from ${unnest(RESULT_COLUMNS, 1)}),
  fenced as (
    update lanes t set
      pending = t.pending - k.done,
      ready_at = case when k.retry_in_ms is null then t.ready_at
        else now() + k.retry_in_ms * interval '1 millisecond' end,
      lease = case when k.keep = 1 and t.pending > k.done then t.lease end,
      leased_until = case when k.keep = 1 and t.pending > k.done
        then now() + interval '${LEASE_SECONDS} seconds' end
    from k where ${matches(LANE_KEY)} and t.lease = k.lease
    returning t.tenant_id, t.destination_id, t.lane_id, k.lease, k.position, k.delivery_id, k.attempts,
      k.retry_in_ms
  ), ended as (
    delete from deliveries t using fenced k
    where ${matches(DELIVERY_KEY)} and k.retry_in_ms is null
  ), retried as (
    update deliveries t set attempts = k.attempts from fenced k
    where ${matches(DELIVERY_KEY)} and k.retry_in_ms is not null
  )
  select tenant_id as "tenantId", destination_id as "destinationId", lane_id as "laneId", lease
  from fenced`;

/** Older deliveries of lanes that want only the latest state (still under the lease) are gone. */
export const SUPERSEDE = `delete from deliveries t using ${unnest(DELIVERY_COLUMNS, 1)}, lanes l
  where ${matches(LANE_KEY)} and (t.position, t.delivery_id) < (k.position, k.delivery_id)
    and l.tenant_id = k.tenant_id and l.destination_id = k.destination_id
    and l.lane_id = k.lane_id and l.lease = k.lease
  returning t.tenant_id as "tenantId", t.destination_id as "destinationId", t.lane_id as "laneId",
    t.delivery_id as "deliveryId", t.event_id as "eventId", t.event_type as "eventType",
    t.subject_id as "subjectId", t.event_at as "eventAt", t.variant,
    t.payload_at as "payloadAt", t.origin, t.requested_by as "requestedBy"`;

/** Before anything of lanes is read that decides what is written. */
export const LOCK_LANES = `select 1 from ${unnest(LANE_KEY, 1)} join lanes t on ${matches(LANE_KEY)}
  order by t.tenant_id, t.destination_id, t.lane_id for update of t`;

export const insertAttempts = bulkInsert('attempts', 'delivery_attempts', ATTEMPT_COLUMNS);

/**
 * Lanes that hold nothing more. Their rows are locked, so nothing comes in between. The count is not
 * trusted with a delivery's life: while one is there, the lane stays.
 */
export const DROP_EMPTY_LANES = `delete from lanes t using ${unnest(LANE_KEY, 1)}
  where ${matches(LANE_KEY)} and t.pending <= 0 and not exists (
    select from deliveries d where d.tenant_id = t.tenant_id
      and d.destination_id = t.destination_id and d.lane_id = t.lane_id)`;
