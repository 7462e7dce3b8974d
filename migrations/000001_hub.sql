-- The hub's first schema: tenants and their credentials, alerts, incidents, outbox, receipts.
--
-- tenant_id leads every primary key, foreign key and index, so that the tables can be spread by
-- tenant. The hot tables (alerts, incidents, slots, timeline_entries, outbox, alert_events,
-- receipts) carry no foreign keys: a check for each row would cost more than the row, and every
-- writer of them is the intake commit or a verb that has just locked the parent.
-- Tables named with "partition by range" have one partition a day (store/partitions.ts) and lose
-- whole days at a time.

create table tenants (
  tenant_id text primary key,
  slug text not null check (tenant_id = 'ten_' || slug),
  name text not null,
  account_id bigint not null,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);
comment on column tenants.account_id is 'The numeric account of Flashduty payloads';

-- Ids that arrive without a tenant (API keys, integration keys in URLs) are found by hash.
create table credential_lookups (
  hash bytea primary key,
  kind text not null check (kind in ('api_key', 'integration_key')),
  tenant_id text not null references tenants on delete cascade,
  target_id text not null
);
create index credential_lookups_tenant on credential_lookups (tenant_id, target_id);

create table members (
  tenant_id text not null references tenants on delete cascade,
  member_id text not null,
  person_id bigint not null,
  name text not null,
  email text not null,
  role text not null check (role in ('owner', 'admin', 'responder', 'viewer')),
  created_at timestamptz not null default now(),
  primary key (tenant_id, member_id)
);
create unique index members_email on members (tenant_id, lower(email));

create table api_keys (
  tenant_id text not null references tenants on delete cascade,
  key_id text not null,
  name text not null,
  scope text not null check (scope in ('viewer', 'responder', 'admin', 'ingest')),
  member_id text,
  person_id bigint not null,
  hint text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  primary key (tenant_id, key_id),
  foreign key (tenant_id, member_id) references members (tenant_id, member_id) on delete cascade
);
comment on column api_keys.person_id is 'Stands in for a person in Flashduty payloads when the key names no member';
comment on column api_keys.hint is 'Last characters of the key, so that people can tell keys apart';

create table services (
  tenant_id text not null references tenants on delete cascade,
  service_id text not null,
  name text not null,
  description text not null default '',
  channel_id bigint not null,
  hidden boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, service_id)
);
create unique index services_name on services (tenant_id, lower(name));
comment on column services.hidden is 'Created on first mention by an alert: not on status pages until a person shows it';

create table integrations (
  tenant_id text not null references tenants on delete cascade,
  integration_id text not null,
  format text not null,
  name text not null,
  -- The key in the URL, sealed: an admin may read it again. Null for the implicit integrations,
  -- which are addressed by tenant.
  url_key bytea,
  settings jsonb not null default '{}',
  data_source_id bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, integration_id)
);
create unique index integrations_implicit on integrations (tenant_id, format) where url_key is null;

-- Sealed (AES-256-GCM under TOCSIN_SECRET_KEY). owner_id is an integration, or the tenant itself
-- for its webhook_secret. Two at most are active: the current one and, until expires_at, the last.
create table secrets (
  tenant_id text not null references tenants on delete cascade,
  owner_id text not null,
  secret_id text not null,
  sealed bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  primary key (tenant_id, owner_id, secret_id)
);

create table routing_rules (
  tenant_id text not null references tenants on delete cascade,
  rule_id text not null,
  position integer not null,
  name text not null,
  condition text not null,
  actions jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, rule_id)
);

create table audit_entries (
  tenant_id text not null references tenants on delete cascade,
  audit_id text not null,
  at timestamptz not null,
  actor jsonb not null,
  action text not null,
  target_id text not null,
  before jsonb,
  after jsonb,
  ip text,
  request_id text,
  primary key (tenant_id, audit_id)
);

-- Request idempotency (domain, "Three identities", 1): a sender's own id, kept 24 hours.
create table idempotency_keys (
  tenant_id text not null,
  route text not null,
  key text not null,
  fingerprint text not null,
  reply json not null,
  created_at timestamptz not null,
  primary key (tenant_id, route, key)
);
create index idempotency_keys_age on idempotency_keys (tenant_id, created_at);

-- alert_id is derived from (tenant, integration, dedup key), so the primary key is the identity.
create table alerts (
  tenant_id text not null,
  alert_id text not null,
  integration_id text not null,
  dedup_key text not null,
  status text not null check (status in ('firing', 'resolved')),
  severity text not null,
  severity_word text,
  title text not null,
  description text not null,
  service_id text,
  source text,
  labels json not null,
  annotations json not null,
  links json not null,
  -- The sender's clock, the latest of each kind; null while the sender gave none.
  started_at timestamptz,
  ended_at timestamptz,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  event_count bigint not null,
  -- When the last raw occurrence was kept: an unchanged repeat keeps one a minute.
  event_kept_at timestamptz not null,
  incident_id text,
  incident_at timestamptz,
  rule_id text,
  group_key text,
  primary key (tenant_id, alert_id)
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
-- Sampling wide texts and JSON for statistics that no query needs costs half a second a run.
alter table alerts
  alter title set statistics 0, alter description set statistics 0, alter labels set statistics 0,
  alter annotations set statistics 0, alter links set statistics 0;
create index alerts_by_age on alerts (tenant_id, first_seen_at, alert_id);
create index alerts_of_incident on alerts (tenant_id, incident_id) where incident_id is not null;
comment on column alerts.incident_at is 'When the alert came to its incident';
comment on column alerts.rule_id is 'The rule that decided, kept for events without labels';

create table alert_events (
  tenant_id text not null,
  alert_id text not null,
  received_at timestamptz not null,
  event_id text not null,
  kind text not null,
  status text not null,
  severity text,
  started_at timestamptz,
  ended_at timestamptz,
  payload json not null,
  primary key (tenant_id, alert_id, received_at, event_id)
) partition by range (received_at);
comment on column alert_events.kind is 'What the event did: opened, joined, repeated, changed, resolved, refired, late, quiet …';

create table incidents (
  tenant_id text not null,
  incident_id text not null,
  progress text not null check (progress in ('triggered', 'acknowledged', 'closed')),
  status text not null,
  severity text not null,
  title text not null,
  description text not null,
  impact text not null default '',
  root_cause text not null default '',
  resolution text not null default '',
  -- Names of the fields a person has set: alerts no longer change them.
  overrides text[] not null default '{}',
  service_id text,
  labels jsonb not null,
  custom_fields jsonb not null default '{}',
  responders jsonb not null default '[]',
  creator jsonb,
  closer jsonb,
  closed_by text check (closed_by in ('person', 'recovery', 'timeout', 'merge')),
  integration_id text,
  dedup_key text,
  rule_id text,
  group_key text,
  on_recovery text not null check (on_recovery in ('flag', 'close')),
  close_after_minutes integer not null default 0,
  triage text not null default 'triaging',
  merged_into text,
  recurrence_of text,
  snoozed_until timestamptz,
  flagged_at timestamptz,
  -- When an incident whose alerts all recovered closes by itself.
  close_due_at timestamptz,
  started_at timestamptz not null,
  last_at timestamptz not null,
  ended_at timestamptz,
  acknowledged_at timestamptz,
  closed_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  alert_count integer not null default 0,
  firing_critical integer not null default 0,
  firing_high integer not null default 0,
  firing_medium integer not null default 0,
  firing_low integer not null default 0,
  firing_info integer not null default 0,
  storm_level integer not null default 0,
  -- Last number given on the timeline, and the time of the last event pushed.
  seq integer not null,
  last_event_at timestamptz not null,
  primary key (tenant_id, incident_id)
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
alter table incidents
  alter title set statistics 0, alter description set statistics 0, alter labels set statistics 0,
  alter impact set statistics 0, alter root_cause set statistics 0,
  alter resolution set statistics 0, alter responders set statistics 0;
create index incidents_open on incidents (tenant_id, incident_id) where progress <> 'closed';
create index incidents_due on incidents (tenant_id, close_due_at) where close_due_at is not null;

-- Which incident takes the alerts of a group now (domain, "Three identities", 3). An emptied slot
-- keeps its row with incident_id null.
create table slots (
  tenant_id text not null,
  rule_id text not null,
  group_key text not null,
  incident_id text,
  accepts_until timestamptz,
  primary key (tenant_id, rule_id, group_key)
);

create table timeline_entries (
  tenant_id text not null,
  incident_id text not null,
  seq integer not null,
  at timestamptz not null,
  kind text not null,
  actor jsonb not null,
  detail json not null,
  primary key (tenant_id, incident_id, seq)
);

-- One row for each event to push, with the incident as it was then. Consumers claim rows; nobody
-- follows an id, because commits come out of order.
create table outbox (
  tenant_id text not null,
  incident_id text not null,
  seq integer not null,
  event_id text not null,
  event_type text not null,
  event_at timestamptz not null,
  actor jsonb not null,
  snapshot json not null,
  created_at timestamptz not null,
  primary key (tenant_id, incident_id, seq, created_at)
) partition by range (created_at);

-- Refused requests each, accepted ones as a sample; counts of all are beside.
create table receipts (
  tenant_id text not null,
  integration_id text not null,
  receipt_id text not null,
  received_at timestamptz not null,
  outcome text not null check (outcome in ('accepted', 'duplicate', 'refused')),
  status integer not null,
  code text,
  detail text,
  warnings jsonb not null default '[]',
  ip text,
  request_id text,
  headers jsonb not null default '{}',
  body text,
  body_bytes integer not null,
  primary key (tenant_id, integration_id, receipt_id, received_at)
) partition by range (received_at);

-- writer tells the lanes of all replicas apart, so that they never wait for each other's row.
create table receipt_counts (
  tenant_id text not null,
  integration_id text not null,
  minute timestamptz not null,
  writer text not null,
  accepted integer not null default 0,
  duplicate integer not null default 0,
  refused integer not null default 0,
  events integer not null default 0,
  primary key (tenant_id, integration_id, minute, writer)
) with (fillfactor = 50);
