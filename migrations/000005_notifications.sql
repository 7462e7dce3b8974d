-- Who is told of what happens to incidents: people by mail and chat, services by chat channels.

-- What a member chose; who has no row gets the defaults (notify/rules/preferences.ts).
create table notification_preferences (
  tenant_id text not null,
  member_id text not null,
  settings jsonb not null default '{}',
  -- Incoming webhook of their own, sealed.
  chat_url bytea,
  updated_at timestamptz not null,
  primary key (tenant_id, member_id),
  foreign key (tenant_id, member_id) references members on delete cascade
);
create index notification_preferences_all on notification_preferences (tenant_id)
  where settings ->> 'scope' = 'all';

create table chat_channels (
  tenant_id text not null references tenants on delete cascade,
  channel_id text not null,
  name text not null,
  -- Incoming webhook, sealed.
  url bytea not null,
  -- Null: incidents of every service and of none.
  service_ids text[],
  events text[] not null,
  min_severity text not null check (min_severity in ('critical', 'high', 'medium', 'low', 'info')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, channel_id)
);

-- One row for each recipient, means and event: to be sent while pending, history afterwards. Times
-- are the database's, so that replicas with other clocks agree on them.
create table notifications (
  tenant_id text not null references tenants on delete cascade,
  notification_id text not null,
  -- What it tells of: an event of an incident, a reminder, a digest or a test.
  event_id text not null,
  kind text not null,
  -- Null for digests and tests.
  incident_id text,
  recipient_id text not null,
  recipient_name text not null,
  means text not null check (means in ('email', 'chat')),
  content jsonb not null,
  status text not null default 'pending' check (status in ('pending', 'sent', 'failed', 'skipped')),
  -- Why it failed or was skipped; while pending, what came of the last attempt.
  reason text,
  attempts integer not null default 0,
  created_at timestamptz not null default now(),
  -- While a lease holds: when it ends.
  next_attempt_at timestamptz default now(),
  lease text,
  finished_at timestamptz,
  primary key (tenant_id, notification_id),
  unique (tenant_id, event_id, recipient_id, means)
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);
create index notifications_due on notifications (tenant_id, next_attempt_at) where status = 'pending';
create index notifications_of_incident on notifications (tenant_id, incident_id, notification_id);
create index notifications_failed on notifications (tenant_id, notification_id) where status = 'failed';

-- Who is reminded of which incident that nobody acknowledges, and when next.
create table reminders (
  tenant_id text not null references tenants on delete cascade,
  incident_id text not null,
  -- A member or a chat channel.
  recipient_id text not null,
  every_minutes integer not null,
  sent integer not null default 0,
  started_at timestamptz not null default now(),
  due_at timestamptz not null,
  primary key (tenant_id, incident_id, recipient_id)
) with (fillfactor = 70);
create index reminders_due on reminders (tenant_id, due_at);

-- How many notifications a recipient had in the present ten minutes, and how many were held back.
create table notification_budgets (
  tenant_id text not null references tenants on delete cascade,
  recipient_id text not null,
  means text not null check (means in ('email', 'chat')),
  started_at timestamptz not null,
  told integer not null,
  -- Kinds of what was held back, with counts; empty: nothing was.
  withheld jsonb not null default '{}',
  primary key (tenant_id, recipient_id, means)
) with (fillfactor = 50);
create index notification_budgets_withheld on notification_budgets (tenant_id, started_at)
  where withheld <> '{}';
