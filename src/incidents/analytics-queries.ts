import { type RawBuilder, sql } from 'kysely';
import { encodeTime } from 'ulid';
import { DAY, type Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { Split } from './analytics-schemas.ts';

/** A half-open period, and the zone its hours and days are of. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
  /** IANA. */
  readonly tz: string;
}

/** Figures of incidents; `key` is null in the total, and `grouped` tells it from "no service". */
export interface IncidentFigures {
  readonly merged: boolean;
  readonly grouped: boolean;
  readonly key: string | null;
  readonly incidents: number;
  readonly acknowledged: number;
  readonly closed: number;
  readonly by_person: number;
  readonly by_recovery: number;
  readonly by_timeout: number;
  readonly tta_mean: number | null;
  readonly tta: readonly [number, number] | null;
  readonly ttr_mean: number | null;
  readonly ttr: readonly [number, number] | null;
}

/** Alerts or requests counted; `key` as in {@link IncidentFigures}. */
export interface AlertFigures {
  readonly grouped: boolean;
  readonly key: string | null;
  readonly alerts: number;
  readonly events: number;
}

/** Keeps a statement from running on: throws 57014 after `ms`. */
export async function limitStatements(tx: Db, ms: number): Promise<void> {
  await sql`select set_config('statement_timeout', ${String(ms)}, true),
    set_config('jit', 'off', true)`.execute(tx);
}

/** The key of a row as text: the start of an hour or day as seconds since the epoch. */
function keyOf(split: Split | null, at: string, tz: string): RawBuilder<unknown> {
  if (split === null) return sql`null::text`;
  if (split === 'service') return sql`service_id`;
  if (split === 'severity') return sql`severity`;
  const start = sql`date_trunc(${sql.lit(split)}, ${sql.ref(at)}, ${sql.lit(tz)})`;
  return sql`extract(epoch from ${start})::bigint::text`;
}

const PARTS = sql`array[0.5, 0.9]`;

/** Milliseconds; null while it has not happened. The start is by the sender's clock. */
function sinceStart(column: 'acknowledged_at' | 'closed_at'): RawBuilder<unknown> {
  const at = sql.ref(column);
  return sql`case when ${at} is not null
    then greatest(0, extract(epoch from ${at} - started_at) * 1000)::float8 end`;
}

/** Incidents created in the period: in all, and by the split; those merged away apart. */
export async function sumIncidents(
  tx: Db,
  tenantId: string,
  period: Period,
  split: Split | null,
): Promise<IncidentFigures[]> {
  const { rows } = await sql<IncidentFigures>`
    with created as (
      select closed_by is not distinct from 'merge' as merged,
        ${keyOf(split, 'created_at', period.tz)} as key, progress, closed_by,
        ${sinceStart('acknowledged_at')} as tta, ${sinceStart('closed_at')} as ttr
      from incidents
      where tenant_id = ${tenantId}
        and created_at >= ${new Date(period.from)} and created_at < ${new Date(period.to)}
        and incident_id >= ${idAt(period.from - DAY)} and incident_id < ${idAt(period.to + DAY)}
    )
    select merged, grouping(key) = 0 as grouped, key, count(*)::int as incidents,
      count(*) filter (where tta >= 0)::int as acknowledged,
      count(*) filter (where progress = 'closed')::int as closed,
      count(*) filter (where closed_by = 'person')::int as by_person,
      count(*) filter (where closed_by = 'recovery')::int as by_recovery,
      count(*) filter (where closed_by = 'timeout')::int as by_timeout,
      avg(tta) as tta_mean, percentile_cont(${PARTS}) within group (order by tta) as tta,
      avg(ttr) filter (where progress = 'closed') as ttr_mean,
      percentile_cont(${PARTS}) within group (order by ttr)
        filter (where progress = 'closed') as ttr
    from created
    group by grouping sets ((merged), (merged, key))`.execute(tx);
  return rows;
}

/** The lowest id of an incident made at this time. */
function idAt(at: Instant): string {
  return `inc_${encodeTime(Math.max(0, at), 10).toLowerCase()}`;
}

/** Alerts first seen in the period and all their events so far: in all, and by the split. */
export async function sumAlerts(
  tx: Db,
  tenantId: string,
  period: Period,
  split: Split | null,
): Promise<AlertFigures[]> {
  const { rows } = await sql<AlertFigures>`
    with seen as (
      select ${keyOf(split, 'first_seen_at', period.tz)} as key, event_count from alerts
      where tenant_id = ${tenantId} and first_seen_at >= ${new Date(period.from)}
        and first_seen_at < ${new Date(period.to)}
    )
    select grouping(key) = 0 as grouped, key, count(*)::int as alerts,
      coalesce(sum(event_count), 0)::float8 as events
    from seen group by grouping sets ((), (key))`.execute(tx);
  return rows;
}

/** Alert events received in the period, by the counts that receipts keep for 7 days. */
export async function sumReceived(
  tx: Db,
  tenantId: string,
  period: Period,
  split: Split | null,
): Promise<AlertFigures[]> {
  const byTime = split === 'hour' || split === 'day' ? split : null;
  const { rows } = await sql<AlertFigures>`
    with counted as (
      select ${keyOf(byTime, 'minute', period.tz)} as key, events from receipt_counts
      where tenant_id = ${tenantId} and minute >= ${new Date(period.from)}
        and minute < ${new Date(period.to)}
    )
    select grouping(key) = 0 as grouped, key, 0 as alerts,
      coalesce(sum(events), 0)::float8 as events
    from counted group by grouping sets ((), (key))`.execute(tx);
  return rows;
}

/** The starts of the period's hours or days, as seconds since the epoch; the first may be before it. */
export async function listStarts(
  tx: Db,
  { from, to, tz }: Period,
  split: 'hour' | 'day',
): Promise<number[]> {
  // No hour of any zone begins nearer than this to another, no day nearer than 6 hours.
  const step = split === 'hour' ? sql`interval '30 minutes'` : sql`interval '6 hours'`;
  const last = new Date(to - 1);
  const { rows } = await sql<{ start: number }>`
    select distinct extract(epoch from date_trunc(${split}, at, ${tz}))::float8 as start
    from (
      select generate_series(${new Date(from)}::timestamptz, ${last}::timestamptz, ${step}) as at
      union all select ${last}::timestamptz
    ) s
    order by 1`.execute(tx);
  return rows.map(({ start }) => start);
}

/** The alerts with the most events, of those seen in the period. */
export function listNoisyAlerts(tx: Db, tenantId: string, period: Period, limit: number) {
  return tx
    .selectFrom('alerts')
    .select(['alert_id', 'title', 'service_id', 'integration_id', 'incident_id'])
    .select(['event_count', 'first_seen_at', 'last_seen_at'])
    .where('tenant_id', '=', tenantId)
    .where('last_seen_at', '>=', new Date(period.from))
    .where('first_seen_at', '<', new Date(period.to))
    .orderBy('event_count', 'desc')
    .orderBy('alert_id')
    .limit(limit)
    .execute();
}
