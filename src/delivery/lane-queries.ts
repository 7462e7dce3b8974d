import type { QueryConfig, QueryResult, QueryResultRow } from 'pg';
import type { DeliveryFacts } from './delivery-facts.ts';

// Times of lanes are the database's, so that replicas with other clocks agree on them.

/** Seconds a lease lasts; longer than any attempt may take (decision 0012). */
export const LEASE_SECONDS = 15;

/** Consecutive failures after which a destination gets one probe at a time. */
const PROBING_FROM = 5;

export interface LaneKey {
  readonly tenantId: string;
  readonly destinationId: string;
  readonly laneId: string;
}

/** A lane this process may send from, until the lease ends. */
export interface LeasedLane extends LaneKey {
  readonly lease: string;
  /** The holder before did not come back: whether its request was sent is unknown. */
  readonly interrupted: boolean;
  readonly ordering: 'strict' | 'latest' | 'none';
  /** The destination has failed lately, so its health is to be written. */
  readonly failing: boolean;
  /** Changes with the destination's settings. */
  readonly settings: string;
}

/** Requests of this process under way to a destination. */
export interface Busy {
  readonly tenantId: string;
  readonly destinationId: string;
  readonly inFlight: number;
}

/** A pool, or a connection with a transaction. */
export interface Connection {
  readonly query: <Row extends QueryResultRow>(query: QueryConfig) => Promise<QueryResult<Row>>;
}

const LEASE = `with recursive destination as (
    (select tenant_id, destination_id from lanes order by tenant_id, destination_id limit 1)
    union all
    select n.tenant_id, n.destination_id from destination d cross join lateral (
      select l.tenant_id, l.destination_id from lanes l
      where (l.tenant_id, l.destination_id) > (d.tenant_id, d.destination_id)
      order by l.tenant_id, l.destination_id limit 1) n
  ), quota as (
    select d.*, w.ordering, h.failures is not null as failing, w.updated_at::text as settings,
      case when h.failures >= ${PROBING_FROM} then 1 else w.max_in_flight end
        - coalesce(b.in_flight, 0) as free
    from destination d
    join webhooks w on w.tenant_id = d.tenant_id and w.webhook_id = d.destination_id
    left join destination_health h
      on h.tenant_id = d.tenant_id and h.destination_id = d.destination_id
    left join unnest($3::text[], $4::text[], $5::int4[]) as b(tenant_id, destination_id, in_flight)
      on b.tenant_id = d.tenant_id and b.destination_id = d.destination_id
    where w.enabled and (h.open_until is null or h.open_until <= now())
    order by random()
  ), picked as (
    select q.tenant_id, q.destination_id, l.lane_id, l.interrupted, q.ordering, q.failing, q.settings
    from quota q cross join lateral (
      select lane_id, leased_until is not null as interrupted from lanes
      where tenant_id || ' ' || destination_id = q.tenant_id || ' ' || q.destination_id
        and ready_at <= now() and (leased_until is null or leased_until <= now())
      order by ready_at limit greatest(q.free, 0)
      for update skip locked) l
    limit $2
  )
  update lanes l set lease = $1, leased_until = now() + interval '${LEASE_SECONDS} seconds'
  from picked p
  where l.tenant_id = p.tenant_id and l.destination_id = p.destination_id and l.lane_id = p.lane_id
  returning l.tenant_id as "tenantId", l.destination_id as "destinationId",
    l.lane_id as "laneId", l.lease, p.interrupted, p.ordering, p.failing, p.settings`;

/**
 * Leases lanes that are ready: of each enabled destination that is not paused, as many as it may
 * still have under way, oldest first, at most `limit` in all. Destinations come in random order, so
 * that none is always last. The destinations with lanes are found by skipping from one to the next
 * in the index, however many lanes each has.
 */
export async function leaseLanes(
  on: Connection,
  lease: string,
  limit: number,
  busy: readonly Busy[],
): Promise<LeasedLane[]> {
  const tenants = busy.map(({ tenantId }) => tenantId);
  const destinations = busy.map(({ destinationId }) => destinationId);
  const counts = busy.map(({ inFlight }) => inFlight);
  const values = [lease, limit, tenants, destinations, counts];
  const { rows } = await on.query<LeasedLane>({ name: 'lease_lanes', text: LEASE, values });
  return rows;
}

/** The delivery a leased lane sends next, with its body. */
export interface Head extends DeliveryFacts {
  readonly lane: LeasedLane;
  readonly position: number;
  /** Attempts made so far. */
  readonly attempts: number;
  /** Null when the payload's day has been dropped. */
  readonly body: string | null;
}

type HeadRow = Omit<Head, 'lane' | 'eventAt' | 'payloadAt'> &
  LaneKey & { readonly lease: string; readonly eventAt: Date; readonly payloadAt: Date };

/**
 * The first delivery of each lane that is still leased; of one that wants only the latest state, the
 * last. A
 * statement of its own after the lease: in the same one it would still see what the holder before
 * has just finished.
 */
export async function listHeads(on: Connection, lanes: readonly LeasedLane[]): Promise<Head[]> {
  const latest = lanes.filter(({ ordering }) => ordering === 'latest');
  const first = lanes.filter(({ ordering }) => ordering !== 'latest');
  const found = await Promise.all([heads(on, first, 'asc'), heads(on, latest, 'desc')]);
  return found.flat();
}

const headsOf = (order: 'asc' | 'desc') => `
  select d.tenant_id as "tenantId", d.destination_id as "destinationId", d.lane_id as "laneId",
    d.position, d.delivery_id as "deliveryId", d.event_id as "eventId",
    d.event_type as "eventType", d.subject_id as "subjectId", d.event_at as "eventAt",
    d.variant, d.payload_at as "payloadAt", d.origin, d.requested_by as "requestedBy",
    d.attempts, p.body, l.lease
  from unnest($1::text[], $2::text[], $3::text[], $4::text[])
    as k(tenant_id, destination_id, lane_id, lease)
  join lanes l on l.tenant_id = k.tenant_id and l.destination_id = k.destination_id
    and l.lane_id = k.lane_id and l.lease = k.lease
  cross join lateral (
    select * from deliveries d where d.tenant_id = k.tenant_id
      and d.destination_id = k.destination_id and d.lane_id = k.lane_id
    order by d.position ${order}, d.delivery_id ${order} limit 1) d
  left join payloads p on p.tenant_id = d.tenant_id and p.event_id = d.event_id
    and p.variant = d.variant and p.created_at = d.payload_at`;

const HEADS = {
  asc: { name: 'first_heads', text: headsOf('asc') },
  desc: { name: 'last_heads', text: headsOf('desc') },
} as const;

async function heads(
  on: Connection,
  lanes: readonly LeasedLane[],
  order: 'asc' | 'desc',
): Promise<Head[]> {
  if (lanes.length === 0) return [];
  const by = new Map(lanes.map((lane) => [leaseOf(lane), lane]));
  const { rows } = await on.query<HeadRow>({ ...HEADS[order], values: leaseKeys(lanes) });
  return rows.flatMap(({ tenantId, destinationId, laneId, lease, eventAt, payloadAt, ...row }) => {
    const lane = by.get(leaseOf({ tenantId, destinationId, laneId, lease }));
    if (!lane) return [];
    return [{ ...row, lane, eventAt: eventAt.getTime(), payloadAt: payloadAt.getTime() }];
  });
}

function leaseKeys(lanes: readonly LeasedLane[]): string[][] {
  return [
    lanes.map(({ tenantId }) => tenantId),
    lanes.map(({ destinationId }) => destinationId),
    lanes.map(({ laneId }) => laneId),
    lanes.map(({ lease }) => lease),
  ];
}

/** Of a lane under one lease: whoever held it before is not meant. */
export function leaseOf(lane: LaneKey & { readonly lease: string }): string {
  return `${keyOf(lane)}\n${lane.lease}`;
}

export function keyOf({ tenantId, destinationId, laneId }: LaneKey): string {
  return `${tenantId}\n${destinationId}\n${laneId}`;
}

const RELEASE = `update lanes l set lease = null, leased_until = null
  from unnest($1::text[], $2::text[], $3::text[], $4::text[])
    as k(tenant_id, destination_id, lane_id, lease)
  where l.tenant_id = k.tenant_id and l.destination_id = k.destination_id
    and l.lane_id = k.lane_id and l.lease = k.lease`;

/** Gives lanes back unsent, e.g. when the process ends. */
export async function releaseLanes(on: Connection, lanes: readonly LeasedLane[]): Promise<void> {
  if (lanes.length > 0) await on.query({ text: RELEASE, values: leaseKeys(lanes) });
}
