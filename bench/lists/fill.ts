import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { encodeTime } from 'ulid';

/** How much there is to list. */
export interface Size {
  readonly open: number;
  readonly closed: number;
  readonly alerts: number;
}

const SPAN = 30 * 24 * 60 * 60 * 1_000;

const TITLES = `array['Disk full on','Latency too high at','Pod is crash looping:','Certificate expires:','Queue is stuck in','Replication lag on']`;

/** Incidents and alerts of one tenant over the last 30 days, as a busy company would have them. */
export async function fill(connection: pg.ClientConfig, tenantId: string, size: Size) {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query(
      `insert into services (tenant_id, service_id, name, channel_id)
       select $1, 'svc_' || n, 'Service ' || n, n from generate_series(1, 50) n`,
      [tenantId],
    );
    await client.query('create temporary table made (n int primary key, id text, at timestamptz)');
    const count = size.open + size.closed;
    for (let from = 0; from < count; from += 20_000) {
      await nameIncidents(client, from, Math.min(count, from + 20_000), count);
    }
    await client.query(INCIDENTS, [tenantId, size.closed]);
    await client.query(ALERTS, [tenantId, size.alerts, count]);
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

/** Ids that ascend with their times, the newest now. */
async function nameIncidents(client: pg.Client, from: number, to: number, count: number) {
  const start = Date.now() - SPAN;
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  const times = numbers.map((n) => start + Math.floor((n / count) * SPAN));
  const ids = times.map((at) => `inc_${encodeTime(at, 10).toLowerCase()}${randomPart()}`);
  await client.query(
    'insert into made select * from unnest($1::int[], $2::text[], $3::timestamptz[])',
    [numbers, ids, times.map((at) => new Date(at))],
  );
}

function randomPart(): string {
  return randomBytes(8).toString('hex');
}

// Low numbers are the old ones, and closed. 1 % critical, 2 % acknowledged, 1 % flagged, some snoozed.
const INCIDENTS = `
  insert into incidents (tenant_id, incident_id, progress, status, severity, title, description,
    service_id, labels, closed_by, on_recovery, merged_into, snoozed_until, flagged_at, started_at,
    last_at, acknowledged_at, closed_at, created_at, updated_at, alert_count, seq, last_event_at)
  select $1, id,
    case when n < $2 then 'closed' when n % 50 = 7 then 'acknowledged' else 'triggered' end,
    severity, severity, (${TITLES})[1 + n % 6] || ' host-' || (n * 7919) % 5000,
    'Measured over the last five minutes on rack ' || n % 300 || '. ' || repeat('More words. ', 12),
    'svc_' || 1 + floor(50 * power((n * 7907) % 1000 / 1000.0, 2)),
    jsonb_build_object('alertname', 'Alert' || n % 200, 'team', 'team-' || n % 20, 'env',
      case when n % 3 = 0 then 'prod' else 'test' end, 'host', 'host-' || (n * 7919) % 5000),
    case when n < $2 then 'person' end, 'flag', null,
    case when n >= $2 and n % 1000 = 3 then now() + interval '1 hour' end,
    case when n >= $2 and n % 100 = 9 then at end,
    at, at, case when n % 50 = 7 then at end, case when n < $2 then at + interval '1 hour' end,
    at, at, 10, 3, at
  from made, lateral (select (array['critical','high','medium','low','info'])[
    case when n % 100 < 1 then 1 when n % 100 < 11 then 2 when n % 100 < 50 then 3
      when n % 100 < 90 then 4 else 5 end] as severity) s
  order by n`;

const ALERTS = `
  insert into alerts (tenant_id, alert_id, integration_id, dedup_key, status, severity, title,
    description, service_id, labels, annotations, links, first_seen_at, last_seen_at, event_count,
    event_kept_at, incident_id)
  select $1, 'alt_' || md5(a::text), 'int_' || a % 8, a::text,
    case when a % 10 = 1 then 'resolved' else 'firing' end,
    (array['critical','high','medium','low','info'])[1 + least(4, a % 17)],
    (${TITLES})[1 + a % 6] || ' host-' || (a::bigint * 7919) % 50000, repeat('Some words. ', 10),
    'svc_' || 1 + a % 50, '{"alertname":"A","team":"t","env":"prod"}', '{}', '[]',
    m.at, m.at, 1 + a % 40, m.at, m.id
  from generate_series(1, $2::int) a
  join made m on m.n = floor(a * ($3::float8 - 1) / $2)`;
