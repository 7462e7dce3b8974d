-- What the dashboard shows: the live log, saved views, and indexes for lists of many incidents.

-- One row a tenant that somebody watches: events are logged while heard_until is to come.
create table live_tenants (
  tenant_id text primary key references tenants on delete cascade,
  -- The last position given; positions have no gaps.
  position bigint not null default 0,
  -- A viewer whose last position is before this one has missed something.
  heard_from bigint not null default 0,
  heard_since timestamptz not null,
  heard_until timestamptz not null
) with (fillfactor = 50);

-- Events as viewers get them, kept an hour. Not durable: after a crash viewers begin anew.
create unlogged table live_events (
  tenant_id text not null,
  position bigint not null,
  kind text not null check (kind in ('incident', 'alert')),
  subject_id text not null,
  version integer not null,
  data text not null,
  created_at timestamptz not null,
  primary key (tenant_id, position)
) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
create index live_events_of_incident on live_events (tenant_id, subject_id, version)
  where kind = 'incident';

-- A filter of a list under a name; owner_id is a member or an API key.
create table saved_views (
  tenant_id text not null references tenants on delete cascade,
  view_id text not null,
  owner_id text not null,
  name text not null,
  filter jsonb not null,
  shared boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, view_id)
);

-- Lists walk one of these in their order and look at what they pass (incidents/list-scan.ts).
create index incidents_open_severity on incidents (tenant_id, severity, incident_id) where progress <> 'closed';
create index incidents_open_service on incidents (tenant_id, service_id, incident_id) where progress <> 'closed';
-- These two are partial only so that they cannot be taken for a lookup by key: without statistics
-- PostgreSQL 18 would skip through them for the intake's locks.
create index incidents_of_service on incidents (tenant_id, service_id, incident_id)
  where service_id is not null;
create index incidents_acknowledged on incidents (tenant_id, incident_id) where progress = 'acknowledged';
create index incidents_closed on incidents (tenant_id, incident_id) where progress = 'closed';
create index incidents_flagged on incidents (tenant_id, incident_id) where flagged_at is not null;
create index incidents_updated on incidents (tenant_id, updated_at, incident_id)
  where updated_at > '2000-01-01 00:00:00+00';
