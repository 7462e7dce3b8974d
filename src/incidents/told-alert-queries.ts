import { sql } from 'kysely';
import type { Severity } from '../kernel/severity.ts';
import type { Db } from '../store/connection.ts';

/** An alert of an incident with its last kept occurrence. */
export interface ToldAlert {
  readonly alertId: string;
  readonly status: 'firing' | 'resolved';
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  readonly serviceId: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly firstSeenAt: Date;
  /** JSON text; null where none is kept or it is too long to be read. */
  readonly payload: string | null;
}

/** An incident's alerts that tell most about it. */
export interface ToldAlerts {
  readonly alerts: readonly ToldAlert[];
  /** Titles of all its alerts with their numbers taken out, ascending. */
  readonly kinds: readonly string[];
}

/** How much is read of an incident. */
export interface Reading {
  readonly alerts: number;
  readonly kinds: number;
  /** Occurrences of so many alerts, and bytes of each. */
  readonly payloads: number;
  readonly payloadBytes: number;
}

/** Reads the first alert of each kind, then further ones by age. */
export async function readToldAlerts(
  db: Db,
  tenantId: string,
  incidentId: string,
  { alerts, kinds, payloads, payloadBytes }: Reading,
): Promise<ToldAlerts> {
  const mine = sql`
    select alert_id, first_seen_at,
      left(regexp_replace(title, '[0-9]+', '#', 'g'), 200) as kind
    from alerts where tenant_id = ${tenantId} and incident_id = ${incidentId}`;
  const { rows: found } = await sql<{ kind: string }>`
    select distinct kind from (${mine}) m order by kind limit ${kinds}`.execute(db);
  const { rows } = await sql<ToldAlert>`
    with chosen as (
      select alert_id, row_number() over (order by nth, first_seen_at, alert_id) as place
      from (
        select *, row_number() over (partition by kind order by first_seen_at, alert_id) as nth
        from (${mine}) m
      ) k
      order by nth, first_seen_at, alert_id limit ${alerts}
    )
    select a.alert_id as "alertId", a.status, a.severity, a.title, a.description,
      a.service_id as "serviceId", a.labels, a.annotations, a.first_seen_at as "firstSeenAt",
      e.payload
    from chosen c
    join alerts a on a.tenant_id = ${tenantId} and a.alert_id = c.alert_id
    left join lateral (
      select case when octet_length(payload::text) <= ${payloadBytes} then payload::text end
        as payload
      from alert_events
      where tenant_id = ${tenantId} and alert_id = a.alert_id
        and received_at >= a.event_kept_at - interval '1 minute'
      order by received_at desc, event_id desc limit 1
    ) e on c.place <= ${payloads}
    order by c.place`.execute(db);
  return { alerts: rows, kinds: found.map(({ kind }) => kind) };
}
