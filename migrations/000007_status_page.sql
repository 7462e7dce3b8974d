-- Status pages: hubs, what they show, reports with their updates, maintenances, subscribers, the
-- rendered snapshots, and who was told what.

-- The capability URL of the service's StatusHub hook, sealed: an admin may read it again.
alter table services add column hook_key bytea;
-- When a service that status pages may show was last created, changed or deleted.
alter table tenants add column services_changed_at timestamptz not null default now();

alter table credential_lookups drop constraint credential_lookups_kind_check;
alter table credential_lookups add constraint credential_lookups_kind_check
  check (kind in ('api_key', 'integration_key', 'invitation', 'invitation_mail', 'status_hook'));

create table hubs (
  tenant_id text not null references tenants on delete cascade,
  hub_id text not null,
  slug text not null,
  name text not null,
  -- Branding, languages, what the page shows (HubSettings).
  settings jsonb not null default '{}',
  -- Null: public. Else scrypt of the password, and every change signs visitors out.
  password text,
  -- Every service that is not hidden, whether or not it is listed.
  shows_all boolean not null default true,
  -- Raised by everything that may change what the page says.
  changed_at timestamptz not null,
  -- Snapshot: its number, as of when, and when the page changes by itself next.
  version bigint not null default 0,
  rendered_at timestamptz,
  render_due_at timestamptz,
  -- `changed_at` and the tenant's `services_changed_at` as the snapshot saw them: it is out of date
  -- when they are others by now. Told by difference, because clocks of replicas differ.
  rendered_change timestamptz,
  rendered_services timestamptz,
  -- Whoever renders it holds it until then.
  rendering_until timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, hub_id)
);

-- Hubs are addressed without a tenant: by slug, and by a custom domain's Host header.
create table hub_addresses (
  kind text not null check (kind in ('slug', 'domain')),
  -- Lower case.
  address text not null,
  tenant_id text not null,
  hub_id text not null,
  primary key (kind, address),
  foreign key (tenant_id, hub_id) references hubs on delete cascade
);
create index hub_addresses_of_hub on hub_addresses (tenant_id, hub_id);

-- Where and how a hub shows a service; a service without a row is shown last while the hub shows all.
create table hub_components (
  tenant_id text not null,
  hub_id text not null,
  service_id text not null,
  -- Null: outside of groups.
  group_name text,
  position integer not null,
  -- Null: the service's own.
  name text,
  description text,
  hidden boolean not null default false,
  created_at timestamptz not null,
  primary key (tenant_id, hub_id, service_id),
  foreign key (tenant_id, hub_id) references hubs on delete cascade,
  foreign key (tenant_id, service_id) references services on delete cascade
);

-- One incident as the public reads it. Title, state and times are derived from its updates.
create table reports (
  tenant_id text not null references tenants on delete cascade,
  report_id text not null,
  -- Null: on every hub that shows one of its services (what hooks report).
  hub_id text,
  source text not null check (source in ('hook', 'person', 'rule')),
  -- What the sender calls it, within one hook ('<service id>') or all hooks of the tenant ('*').
  sender_scope text,
  sender_id text,
  -- The internal incident that it tells about.
  incident_id text,
  -- Publishes that the incident was resolved as soon as it is.
  follows_incident boolean not null default false,
  service_ids text[] not null,
  -- Derived from the published updates; null while there is none.
  title text,
  state text check (state in ('investigating', 'identified', 'monitoring', 'resolved')),
  started_at timestamptz,
  resolved_at timestamptz,
  published_at timestamptz,
  -- Sequence number of the last update received.
  last_seq integer not null default 0,
  deleted_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, report_id)
);
create unique index reports_sender on reports (tenant_id, sender_scope, sender_id) where sender_id is not null;
create index reports_started on reports (tenant_id, started_at, report_id) where published_at is not null;
create index reports_resolved on reports (tenant_id, resolved_at) where published_at is not null;
create index reports_open on reports (tenant_id, report_id) where resolved_at is null and deleted_at is null;
create index reports_incident on reports (tenant_id, incident_id) where incident_id is not null;

create table report_updates (
  tenant_id text not null,
  report_id text not null,
  update_id text not null,
  -- Order of receipt within the report.
  seq integer not null,
  title text not null,
  -- As it came; never shown.
  body_raw text not null,
  -- Sanitised when written.
  body_html text not null,
  body_text text not null,
  state text not null check (state in ('investigating', 'identified', 'monitoring', 'resolved')),
  -- [{service_id, status: up|degraded|down}]
  statuses jsonb not null,
  -- The sender's time of it.
  starts_at timestamptz not null,
  silent boolean not null,
  -- Null: a draft.
  published_at timestamptz,
  -- A draft `resolved` that a later update overtook (decision 16).
  superseded boolean not null default false,
  -- Whether subscribers were told of it.
  notified boolean not null default false,
  actor jsonb not null,
  -- SHA-256 of what came, to know a retry; null for people's.
  digest bytea,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, report_id, update_id),
  foreign key (tenant_id, report_id) references reports on delete cascade
);
create unique index report_updates_seq on report_updates (tenant_id, report_id, seq);
-- Identical bodies without an id within ten minutes are retries (decision 4).
create index report_updates_digest on report_updates (tenant_id, digest, created_at) where digest is not null;

create table maintenances (
  tenant_id text not null references tenants on delete cascade,
  maintenance_id text not null,
  hub_id text,
  source text not null check (source in ('hook', 'person')),
  sender_scope text,
  sender_id text,
  service_ids text[] not null,
  title text not null,
  body_raw text not null,
  body_html text not null,
  body_text text not null,
  statuses jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  silent boolean not null,
  -- Null: a draft. A draft never starts; at its start it expires.
  published_at timestamptz,
  -- Subscribers are reminded that long before the start; null: not.
  remind_minutes integer,
  -- What was already told, so that each is told once: scheduled, reminder, started, completed.
  told text[] not null default '{}',
  -- The next instant at which it tells or changes; null: nothing to come.
  due_at timestamptz,
  digest bytea,
  actor jsonb not null,
  deleted_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, maintenance_id)
);
create unique index maintenances_sender on maintenances (tenant_id, sender_scope, sender_id) where sender_id is not null;
create index maintenances_starts on maintenances (tenant_id, starts_at, maintenance_id);
create index maintenances_ends on maintenances (tenant_id, ends_at);
create index maintenances_due on maintenances (due_at) where due_at is not null;
create index maintenances_digest on maintenances (tenant_id, digest, created_at) where digest is not null;

-- Texts that people begin a report or maintenance with.
create table status_templates (
  tenant_id text not null references tenants on delete cascade,
  template_id text not null,
  kind text not null check (kind in ('report', 'maintenance')),
  name text not null,
  title text not null,
  body text not null,
  state text,
  statuses jsonb not null default '[]',
  duration_minutes integer,
  silent boolean,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, template_id)
);

-- What a page shows, ready to be sent: one file with all its texts, also kept on disk.
create table hub_snapshots (
  tenant_id text not null,
  hub_id text not null,
  version bigint not null,
  rendered_at timestamptz not null,
  bundle bytea not null,
  primary key (tenant_id, hub_id),
  foreign key (tenant_id, hub_id) references hubs on delete cascade
);
alter table hub_snapshots alter column bundle set storage external;

create table subscribers (
  tenant_id text not null,
  hub_id text not null,
  subscriber_id text not null,
  channel text not null check (channel in ('email', 'webhook', 'slack')),
  -- The e-mail address (lower case), or the URL sealed.
  address bytea not null,
  -- SHA-256 of it: each once a hub.
  address_hash bytea not null,
  -- As people see it: the address, or the URL's host.
  label text not null,
  -- Null: the whole hub.
  service_ids text[],
  locale text not null,
  -- Null: not confirmed.
  confirmed_at timestamptz,
  confirm_sent_at timestamptz,
  unsubscribed_at timestamptz,
  -- Raised to make earlier links useless.
  generation integer not null default 1,
  source text not null check (source in ('self', 'person', 'import')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, hub_id, subscriber_id),
  foreign key (tenant_id, hub_id) references hubs on delete cascade
);
create unique index subscribers_address on subscribers (tenant_id, hub_id, channel, address_hash);

-- One for each (hub, thing to tell): written with the change that causes it.
create table status_notices (
  tenant_id text not null,
  hub_id text not null,
  notice_id text not null,
  kind text not null check (kind in (
    'report_created', 'report_updated', 'report_resolved',
    'maintenance_scheduled', 'maintenance_updated', 'maintenance_reminder',
    'maintenance_started', 'maintenance_completed', 'maintenance_cancelled')),
  -- The report or maintenance, and the update of it (empty for maintenances).
  subject_id text not null,
  update_id text not null,
  service_ids text[] not null,
  -- Everything the messages say, as it was (NoticeContent).
  content jsonb not null,
  -- Not told before: people may take a publication back within its grace.
  due_at timestamptz not null,
  -- Null: the recipients are not written yet.
  expanded_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, hub_id, notice_id),
  foreign key (tenant_id, hub_id) references hubs on delete cascade
);
-- A notice is one for each update or step, whatever is tried again. Steps of a maintenance put what
-- makes them one (kind and start) into update_id.
create unique index status_notices_once on status_notices (tenant_id, hub_id, subject_id, update_id, kind);
create index status_notices_due on status_notices (due_at) where expanded_at is null;

-- One recipient of one notice. Webhooks and chats are sent by the lanes; their outcome is noted here.
create table status_messages (
  tenant_id text not null,
  hub_id text not null,
  notice_id text not null,
  subscriber_id text not null,
  channel text not null,
  status text not null check (status in ('pending', 'sent', 'failed', 'skipped')),
  reason text,
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  -- Whoever sends it holds it until then.
  leased_until timestamptz,
  delivery_id text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, hub_id, notice_id, subscriber_id),
  foreign key (tenant_id, hub_id, notice_id) references status_notices on delete cascade
);
create index status_messages_due on status_messages (next_attempt_at)
  where status = 'pending' and channel = 'email';
create index status_messages_of_subscriber on status_messages (tenant_id, hub_id, subscriber_id, created_at);
