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
  /** Whether its bytes are still there. */
  readonly stored: boolean;
}

/**
 * The events the filter means, each once, newest first: those which wait already are left out, and
 * of the given up ones those that were delivered since.
 */
export async function listReplayable(
  tx: Db,
  tenantId: string,
  filter: ReplayFilter,
  limit: number,
): Promise<ReplayableEvent[]> {
  const { destinationId, outcome, eventTypes, incidentId } = filter;
  const [from, to] = [new Date(filter.from), new Date(filter.to)];
  const ofType =
    eventTypes === null ? sql`` : sql`and event_type = any(${[...eventTypes]}::text[])`;
  const ofIncident = incidentId === null ? sql`` : sql`and subject_id = ${incidentId}`;
  const ended = outcome === 'any' ? sql`outcome <> 'retrying'` : sql`outcome = ${outcome}`;
  const undelivered =
    outcome === 'dead'
      ? sql`and not exists (select from delivery_attempts a
          where a.tenant_id = ${tenantId} and a.destination_id = ${destinationId}
            and a.attempted_at >= ${from} and a.attempted_at >= w.attempted_at
            and a.event_id = w.event_id and a.outcome = 'delivered')`
      : sql``;
  const { rows } = await sql<ReplayableEvent>`
    with wanted as (
      select distinct on (event_id) event_id, event_type, subject_id, event_at, variant, payload_at,
        attempted_at
      from delivery_attempts
      where tenant_id = ${tenantId} and destination_id = ${destinationId}
        and attempted_at >= ${from} and attempted_at < ${to}
        and origin in ('event', 'replay') and ${ended} ${ofType} ${ofIncident}
      order by event_id, attempted_at desc
    )
    select w.event_id, w.event_type, w.subject_id, w.event_at, w.variant, w.payload_at,
      exists (select from payloads p where p.tenant_id = ${tenantId} and p.event_id = w.event_id
        and p.variant = w.variant and p.created_at = w.payload_at) as stored
    from wanted w
    where not exists (select from deliveries d
        where d.tenant_id = ${tenantId} and d.destination_id = ${destinationId}
          and d.event_id = w.event_id)
      ${undelivered}
    order by w.event_at desc, w.event_id desc limit ${limit}`.execute(tx);
  return rows;
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
    select p.tenant_id, p.event_id, p.variant, ${now}::timestamptz, p.body
    from unnest(
      ${keys.map((key) => key.event_id)}::text[],
      ${keys.map((key) => key.variant)}::text[],
      ${keys.map((key) => key.payload_at)}::timestamptz[]
    ) as k(event_id, variant, payload_at)
    join payloads p on p.tenant_id = ${tenantId} and p.event_id = k.event_id
      and p.variant = k.variant and p.created_at = k.payload_at
    on conflict do nothing`.execute(tx);
}
