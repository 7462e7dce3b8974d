import { sql } from 'kysely';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { PayloadKey } from './history-queries.ts';

/** Which events of a destination are meant. */
export interface ReplayFilter {
  readonly destinationId: string;
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  readonly outcome: 'dead' | 'delivered' | 'superseded' | 'any';
  readonly eventTypes: readonly string[] | null;
  readonly incidentId: string | null;
}

/** An event that may be sent again. */
export interface ReplayableEvent extends PayloadKey {
  readonly event_type: string;
  readonly subject_id: string;
  readonly event_at: Date;
}

/**
 * The events the filter means, each once, newest first: those which wait already are left out, and
 * of the given up ones those that were delivered since. One pass over the history of the
 * destination: joined with itself it takes minutes while statistics are missing.
 */
export async function listReplayable(
  tx: Db,
  tenantId: string,
  filter: ReplayFilter,
  limit: number,
): Promise<ReplayableEvent[]> {
  const { destinationId, outcome, eventTypes, incidentId, to } = filter;
  const ended = outcome === 'any' ? sql`outcome <> 'retrying'` : sql`outcome = ${outcome}`;
  const ofType =
    eventTypes === null ? sql`` : sql`and event_type = any(${[...eventTypes]}::text[])`;
  const ofIncident = incidentId === null ? sql`` : sql`and subject_id = ${incidentId}`;
  const undelivered =
    outcome === 'dead'
      ? sql`and coalesce(max(at) filter (where delivered) < max(at) filter (where wanted), true)`
      : sql``;
  const { rows } = await sql<ReplayableEvent>`
    select event_id, min(event_type) as event_type, min(subject_id) as subject_id,
      min(event_at) as event_at, max(variant) as variant,
      max(payload_at) filter (where wanted) as payload_at
    from (
      select event_id, event_type, subject_id, event_at, variant, payload_at, attempted_at as at,
        outcome = 'delivered' as delivered, false as waits,
        attempted_at < ${new Date(to)} and origin in ('event', 'replay')
          and ${ended} ${ofType} ${ofIncident} as wanted
      from delivery_attempts
      where tenant_id = ${tenantId} and destination_id = ${destinationId}
        and attempted_at >= ${new Date(filter.from)}
      union all
      select event_id, event_type, subject_id, event_at, variant, payload_at, created_at,
        false, true, false
      from deliveries where tenant_id = ${tenantId} and destination_id = ${destinationId}
    ) as told
    group by event_id
    having bool_or(wanted) and not bool_or(waits) ${undelivered}
    order by event_at desc, event_id desc limit ${limit}`.execute(tx);
  return rows;
}

/** Those of the payloads that are still there, looked up one by one. */
export async function listStored(
  tx: Db,
  tenantId: string,
  keys: readonly PayloadKey[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ event_id: string }>`
    select k.event_id from ${keyTable(keys)} cross join lateral (
      select from payloads p where p.tenant_id = ${tenantId} and p.event_id = k.event_id
        and p.variant = k.variant and p.created_at = k.payload_at limit 1) as found`.execute(tx);
  return new Set(rows.map((row) => row.event_id));
}

/**
 * Keeps payloads for deliveries that begin now: the days of old ones are dropped while these may
 * still be tried.
 */
export async function renewPayloads(
  tx: Db,
  tenantId: string,
  keys: readonly PayloadKey[],
  now: Date,
): Promise<void> {
  if (keys.length === 0) return;
  await sql`
    insert into payloads (tenant_id, event_id, variant, created_at, body)
    select ${tenantId}, k.event_id, k.variant, ${now}::timestamptz, found.body
    from ${keyTable(keys)} cross join lateral (
      select p.body from payloads p where p.tenant_id = ${tenantId} and p.event_id = k.event_id
        and p.variant = k.variant and p.created_at = k.payload_at limit 1) as found
    on conflict do nothing`.execute(tx);
}

function keyTable(keys: readonly PayloadKey[]) {
  return sql`unnest(
    ${keys.map((key) => key.event_id)}::text[],
    ${keys.map((key) => key.variant)}::text[],
    ${keys.map((key) => key.payload_at)}::timestamptz[]
  ) as k(event_id, variant, payload_at)`;
}
