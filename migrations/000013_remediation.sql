-- Remediation: what recipes propose, who approved it, what ran where and how that ended; hosts with a
-- runner; a log whose entries are chained by their hashes.

alter table credential_lookups drop constraint credential_lookups_kind_check;
alter table credential_lookups add constraint credential_lookups_kind_check
  check (kind in ('api_key', 'integration_key', 'invitation', 'invitation_mail', 'status_hook',
    'runner', 'runner_registration'));

-- One row a tenant: the end of its log, and its kill switch. Locked by whatever starts a run or adds to
-- the log, so both happen one after another.
create table remediation_state (
  tenant_id text primary key references tenants on delete cascade,
  -- Of the last entry; 0 and empty: there is none.
  log_seq bigint not null default 0,
  log_hash text not null default '',
  -- Null: not stopped.
  stopped_at timestamptz,
  stop_reason text,
  stopped_by jsonb
);

-- The kill switch of the whole hub: one row, or none while it was never used.
create table remediation_hub (
  only_row boolean primary key default true check (only_row),
  stopped_at timestamptz,
  stop_reason text
);

-- How far remediation may go at a service or on a host; without a row: shadow.
create table remediation_modes (
  tenant_id text not null references tenants on delete cascade,
  kind text not null check (kind in ('service', 'host')),
  -- Id of the service, or name of the host in lower case.
  subject text not null,
  mode text not null check (mode in ('audit', 'shadow', 'live')),
  changed_by jsonb not null,
  updated_at timestamptz not null,
  primary key (tenant_id, kind, subject)
);

-- Failed runs of a recipe one after another; its circuit is open while `opened_at` is set.
create table remediation_breakers (
  tenant_id text not null references tenants on delete cascade,
  recipe_slug text not null,
  failures integer not null,
  opened_at timestamptz,
  primary key (tenant_id, recipe_slug)
);

-- Incidents that recipes are looked for, since something happened to them.
create table remediation_subjects (
  tenant_id text not null references tenants on delete cascade,
  incident_id text not null,
  due_at timestamptz not null,
  -- Not waited for beyond: triage that has not ended by then is done without.
  latest_at timestamptz not null,
  failures integer not null default 0,
  primary key (tenant_id, incident_id)
);
create index remediation_subjects_due on remediation_subjects (tenant_id, due_at);

create table proposals (
  tenant_id text not null references tenants on delete cascade,
  proposal_id text not null,
  incident_id text not null,
  recipe_slug text not null,
  recipe_version integer not null,
  -- SHA-256 of the document: with the two below what an approval is bound to.
  recipe_digest text not null,
  document jsonb not null,
  parameters jsonb not null,
  parameters_hash text not null,
  -- 'host:web-01', 'service:svc_…' or 'incident:inc_…'.
  target text not null,
  service_id text,
  -- What its alerts are about, or what was said by hand; also of a recipe that runs nothing there.
  host text,
  risk text not null check (risk in ('none', 'low', 'medium', 'high', 'critical')),
  score real not null,
  reason text not null,
  -- Parameters nobody could bind, with why: such a proposal cannot be approved.
  missing jsonb not null default '[]',
  state text not null check (state in ('proposed', 'approved', 'rejected', 'expired')),
  -- Null: the hub itself.
  proposed_by jsonb,
  decided_by jsonb,
  -- A person's words, or why it started by itself.
  decision_reason text,
  run_id text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  decided_at timestamptz,
  primary key (tenant_id, proposal_id)
);
create unique index proposals_open_once
  on proposals (tenant_id, incident_id, recipe_slug, target) where state = 'proposed';
create index proposals_of_incident on proposals (tenant_id, incident_id, proposal_id);
create index proposals_by_age on proposals (tenant_id, created_at);
create index proposals_expiring on proposals (expires_at) where state = 'proposed';

create table runs (
  tenant_id text not null references tenants on delete cascade,
  run_id text not null,
  proposal_id text not null,
  incident_id text not null,
  recipe_slug text not null,
  recipe_version integer not null,
  recipe_digest text not null,
  target text not null,
  host text,
  service_id text,
  state text not null check (state in ('queued', 'running', 'rolling_back', 'succeeded', 'failed',
    'rolled_back', 'rollback_failed', 'cancelled')),
  phase text check (phase in ('pre_checks', 'steps', 'post_checks', 'rollback')),
  -- Why it ended as it did.
  reason text,
  -- Of the recipe: success closes the incident.
  resolves boolean not null,
  cancel_requested_at timestamptz,
  cancelled_by jsonb,
  -- Null: it started by itself.
  approved_by jsonb,
  -- The run fails when it has not ended by then; when it begins to roll back, it has as long again.
  deadline_at timestamptz not null,
  -- When the hub looks at it next; null: it has ended.
  due_at timestamptz,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, run_id),
  foreign key (tenant_id, proposal_id) references proposals on delete cascade
);
create unique index runs_once on runs (tenant_id, proposal_id);
create unique index runs_one_active on runs (tenant_id, target)
  where state in ('queued', 'running', 'rolling_back');
create index runs_of_incident on runs (tenant_id, incident_id, run_id);
create index runs_of_recipe on runs (tenant_id, recipe_slug, target, created_at);
create index runs_due on runs (due_at) where due_at is not null;

-- What a run does, one row a step, in the order of `position`. The hub makes a step `ready` when its turn
-- has come; whoever executes it claims it: `running`, fence + 1, a lease. A result counts only under the
-- fence of the claim, so nothing runs or reports twice. A claim that ends without a result is `unknown`
-- and never made ready again; only where a runner was not allowed to start (`started_at`) it is.
create table run_steps (
  tenant_id text not null,
  step_id text not null,
  run_id text not null,
  position integer not null,
  phase text not null check (phase in ('pre_checks', 'steps', 'post_checks', 'rollback')),
  name text not null,
  title text,
  kind text not null check (kind in ('command', 'http', 'manual', 'wait')),
  -- Where a command runs; null for what the hub does itself.
  host text,
  -- command: {program, args, sudo}; http: {method, url, headers, body}; manual: {instructions};
  -- wait: {seconds}. Values are bound; headers name secrets, never hold them.
  bound jsonb not null,
  -- What has to come of it (CommandExpectation or HttpExpectation of the recipe).
  expect jsonb not null default '{}',
  timeout_s integer not null,
  max_attempts integer not null default 1,
  retry_interval_s integer not null default 0,
  state text not null check (state in ('waiting', 'ready', 'running', 'succeeded', 'failed', 'refused',
    'unknown', 'cancelled', 'skipped')),
  attempt integer not null default 0,
  fence bigint not null default 0,
  -- Who executes it: a runner's id, or the hub's process.
  claimed_by text,
  -- By the hub's clock. Renewed by heartbeats; past it nobody may claim again, the step is `unknown`.
  leased_until timestamptz,
  -- Of the attempt under way.
  deadline_at timestamptz,
  -- Not claimed before (a retry's interval, a wait's end).
  due_at timestamptz,
  claimed_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  exit_code integer,
  http_status integer,
  -- At most 256 KiB; then cut.
  output text not null default '',
  -- Chunks taken so far: the next one's number.
  output_seq integer not null default 0,
  output_bytes integer not null default 0,
  output_cut boolean not null default false,
  -- SHA-256 of the whole output, in hex.
  output_digest text,
  reason text,
  primary key (tenant_id, step_id),
  foreign key (tenant_id, run_id) references runs on delete cascade
);
create unique index run_steps_of_run on run_steps (tenant_id, run_id, position);
create index run_steps_for_host on run_steps (tenant_id, host, due_at)
  where state = 'ready' and kind = 'command';
create index run_steps_for_hub on run_steps (due_at) where state = 'ready' and kind = 'http';
create index run_steps_requests on run_steps (tenant_id) where kind = 'http' and state = 'running';
create index run_steps_leased on run_steps (leased_until) where state = 'running';

-- Hosts that may execute commands.
create table runners (
  tenant_id text not null references tenants on delete cascade,
  runner_id text not null,
  name text not null,
  -- Lower case; what `run_steps.host` is compared with. Null until it registers.
  host text,
  labels jsonb not null default '{}',
  -- SHA-256; also in credential_lookups.
  credential_hash bytea,
  registration_hash bytea,
  registration_expires_at timestamptz,
  allow_list_digest text,
  version text,
  created_by jsonb not null,
  created_at timestamptz not null,
  registered_at timestamptz,
  last_seen_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, runner_id)
);
create index runners_of_host on runners (tenant_id, host) where revoked_at is null;

-- Append-only. entry_hash = sha256(previous_hash || canonical JSON of the entry), in hex. Actors are ids
-- without names, so that nothing of it has to change when a person is erased.
create table remediation_log (
  tenant_id text not null references tenants on delete cascade,
  seq bigint not null,
  at timestamptz not null,
  actor jsonb not null,
  action text not null,
  subject_id text not null,
  detail jsonb not null,
  previous_hash text not null,
  entry_hash text not null,
  primary key (tenant_id, seq)
);

create function remediation_log_guard() returns trigger language plpgsql as $$
begin
  -- The erasure of a tenant takes all of its rows.
  if tg_op = 'DELETE' and not exists (
    select from tenants where tenant_id = old.tenant_id and erasing_since is null
  ) then
    return old;
  end if;
  raise exception 'the remediation log is append-only' using errcode = 'integrity_constraint_violation';
end $$;
create trigger remediation_log_append_only before update or delete on remediation_log
  for each row execute function remediation_log_guard();
