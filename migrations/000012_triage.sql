-- Triage: what an incident is about, and the changes that may have caused it.

-- The incidents that triage keeps an eye on, one row each. `due_at` set: it waits to be triaged.
create table triage_subjects (
  tenant_id text not null,
  incident_id text not null,
  due_at timestamptz,
  -- Of what is due: why, and who asked for it.
  reason text check (
    reason in ('opened', 'reopened', 'merged', 'severity', 'alerts', 'requested')
  ),
  requested_by jsonb,
  requested_at timestamptz,
  -- Failures of the attempt that is due.
  failures integer not null default 0,
  -- The last attempt, when it ended, and what the incident was like then.
  attempt integer not null default 0,
  finished_at timestamptz,
  severity text,
  alert_count integer not null default 0,
  alert_kinds text[] not null default '{}',
  -- The incident is open: new kinds of alerts are looked for.
  watched boolean not null default true,
  primary key (tenant_id, incident_id)
);
create index triage_subjects_due on triage_subjects (tenant_id, due_at) where due_at is not null;
create index triage_subjects_watched on triage_subjects (tenant_id, incident_id) where watched;

-- What came of each attempt. Citations quote alerts byte by byte, hence json.
create table triages (
  tenant_id text not null,
  incident_id text not null,
  attempt integer not null,
  outcome text not null check (outcome in ('triaged', 'inconclusive', 'failed')),
  reason text not null,
  requested_by jsonb,
  requested_at timestamptz not null,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  engine text not null,
  -- As the rules found it, whatever a model says of it.
  result json,
  error text,
  -- Whether a model was heard, and in a word why not.
  model_state text not null default 'off' check (
    model_state in ('off', 'pending', 'refined', 'failed')
  ),
  model_reason text,
  model_name text,
  -- While pending: how often it was asked, and until when whoever asks has it to itself.
  model_calls integer not null default 0,
  model_leased_until timestamptz,
  -- What it wrote.
  refinement json,
  stored_at timestamptz not null default now(),
  primary key (tenant_id, incident_id, attempt)
);
create index triages_pending on triages (tenant_id, stored_at) where model_state = 'pending';

-- Deploys, configuration changes and the like, as their senders tell of them.
create table changes (
  tenant_id text not null,
  -- The sender's id, or one of ours.
  change_id text not null,
  title text not null,
  service text,
  environment text,
  version text,
  url text,
  labels jsonb not null default '{}',
  started_at timestamptz not null,
  actor jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, change_id)
);
create index changes_by_time on changes (tenant_id, started_at, change_id);

-- Incidents that are open when triage comes are triaged as well.
insert into triage_subjects (tenant_id, incident_id, due_at, reason, requested_at)
select tenant_id, incident_id, now(), 'opened', now()
from incidents where progress <> 'closed' and merged_into is null;
