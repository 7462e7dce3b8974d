-- Working an incident (assignment, silence, custom fields), events of alerts, and telling other
-- systems: webhooks, their lanes, and what became of every attempt.

alter table incidents
  add column assignment jsonb,
  -- Minutes without any event of its alerts after which the incident closes by itself; 0: never.
  add column silence_minutes integer not null default 0,
  add column silence_due_at timestamptz;
create index incidents_snoozed on incidents (tenant_id, snoozed_until) where snoozed_until is not null;
create index incidents_silent on incidents (tenant_id, silence_due_at) where silence_due_at is not null;

-- Members who become responders of every incident of the service.
alter table services add column responders text[] not null default '{}';

create table custom_fields (
  tenant_id text not null references tenants on delete cascade,
  name text not null,
  label text not null,
  kind text not null check (kind in ('text', 'single_select', 'multi_select', 'checkbox')),
  options jsonb not null default '[]',
  default_value jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, name)
);

-- Number and time of the last event pushed about the alert; they move only while somebody listens.
alter table alerts
  add column seq integer not null default 0,
  add column pushed_at timestamptz;

-- As outbox, for the events of alerts (a_new, a_update, a_merge, a_close).
create table alert_outbox (
  tenant_id text not null,
  alert_id text not null,
  seq integer not null,
  event_id text not null,
  event_type text not null,
  event_at timestamptz not null,
  actor jsonb not null,
  snapshot json not null,
  created_at timestamptz not null,
  primary key (tenant_id, alert_id, seq, created_at)
) partition by range (created_at);

-- What is to be dispatched next, oldest first. Dispatched rows are deleted, so the indexes stay small.
create index outbox_age on outbox (created_at);
create index alert_outbox_age on alert_outbox (created_at);

-- Endpoints that are told: subscribers to events, and the targets of custom actions.
create table webhooks (
  tenant_id text not null references tenants on delete cascade,
  webhook_id text not null,
  kind text not null check (kind in ('webhook', 'action')),
  name text not null,
  url text not null,
  -- Sealed JSON object of header names and values; null: none.
  headers bytea,
  verify_tls boolean not null default true,
  ca text,
  -- '{*}': all there are and all that will be.
  event_types text[] not null,
  -- Null: incidents of every service and of none.
  service_ids text[],
  -- JSON template of the body of incident events; null: the standard body.
  template json,
  preset text not null default 'default' check (preset in ('default', 'flashduty')),
  timeout_ms integer not null,
  max_in_flight integer not null,
  ordering text not null check (ordering in ('strict', 'latest', 'none')),
  max_attempts integer not null,
  -- Seconds between attempts.
  retry_delays jsonb not null,
  enabled boolean not null default true,
  disabled_reason text,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, webhook_id)
);

-- How an endpoint is doing; written only while it fails or has just recovered.
create table destination_health (
  tenant_id text not null,
  destination_id text not null,
  failures integer not null default 0,
  failing_since timestamptz,
  -- Nothing is sent before: the circuit is open, or the receiver asked for a pause.
  open_until timestamptz,
  reason text,
  primary key (tenant_id, destination_id)
) with (fillfactor = 50);

-- The exact bytes that are sent, once for each event, and once more for each template it goes
-- through (variant: the destination's id, else empty).
create table payloads (
  tenant_id text not null,
  event_id text not null,
  variant text not null,
  created_at timestamptz not null,
  body text not null,
  primary key (tenant_id, event_id, variant, created_at)
) partition by range (created_at);

-- What is still to be delivered. A delivery leaves when it is delivered, given up or superseded.
create table deliveries (
  tenant_id text not null,
  destination_id text not null,
  -- The incident or alert whose events keep their order; the delivery itself where none is wanted.
  lane_id text not null,
  position bigint not null,
  delivery_id text not null,
  event_id text not null,
  event_type text not null,
  subject_id text not null,
  event_at timestamptz not null,
  variant text not null,
  payload_at timestamptz not null,
  origin text not null check (origin in ('event', 'replay', 'test', 'action')),
  requested_by jsonb,
  attempts integer not null default 0,
  created_at timestamptz not null,
  primary key (tenant_id, destination_id, lane_id, position, delivery_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);

-- One for each (destination, subject) with deliveries waiting. Whoever holds the lease sends.
create table lanes (
  tenant_id text not null,
  destination_id text not null,
  lane_id text not null,
  pending integer not null,
  ready_at timestamptz not null,
  lease text,
  leased_until timestamptz,
  primary key (tenant_id, destination_id, lane_id)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
-- By an expression, so that the planner cannot take it for a lookup by key: without statistics, which
-- this table is too lively for, it would read all lanes of a destination to find one.
create index lanes_ready on lanes ((tenant_id || ' ' || destination_id), ready_at);

-- What happened: one row an attempt, and one for a delivery that ended without one.
create table delivery_attempts (
  tenant_id text not null,
  destination_id text not null,
  delivery_id text not null,
  attempt integer not null,
  attempted_at timestamptz not null,
  event_id text not null,
  event_type text not null,
  subject_id text not null,
  event_at timestamptz not null,
  variant text not null,
  payload_at timestamptz not null,
  origin text not null,
  requested_by jsonb,
  -- delivered; retrying: another attempt follows; dead: given up; superseded by a later event.
  outcome text not null check (outcome in ('delivered', 'retrying', 'dead', 'superseded')),
  status integer,
  error text,
  detail text,
  duration_ms integer not null,
  next_attempt_at timestamptz,
  url text not null,
  request_headers json not null,
  response_headers json,
  response_body text,
  primary key (tenant_id, delivery_id, attempt, attempted_at)
) partition by range (attempted_at);
create index delivery_attempts_of_destination on delivery_attempts (tenant_id, destination_id, attempted_at);
create index delivery_attempts_of_subject on delivery_attempts (tenant_id, subject_id, attempted_at);
