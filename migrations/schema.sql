-- The schema after all migrations, for reading: "npm run schema:dump" writes it, a test compares
-- it. Day partitions are left out; their tables say "partition by".

CREATE OR REPLACE FUNCTION public.remediation_log_guard()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- The erasure of a tenant takes all of its rows.
  if tg_op = 'DELETE' and not exists (
    select from tenants where tenant_id = old.tenant_id and erasing_since is null
  ) then
    return old;
  end if;
  raise exception 'the remediation log is append-only' using errcode = 'integrity_constraint_violation';
end $function$
;

create table alert_events (
  tenant_id text not null,
  alert_id text not null,
  received_at timestamp with time zone not null,
  event_id text not null,
  kind text not null,
  status text not null,
  severity text,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  payload json not null,
  constraint alert_events_pkey PRIMARY KEY (tenant_id, alert_id, received_at, event_id)
) partition by range (received_at);
comment on column alert_events.kind is 'What the event did: opened, joined, repeated, changed, resolved, refired, late, quiet …';

create table alert_outbox (
  tenant_id text not null,
  alert_id text not null,
  seq integer not null,
  event_id text not null,
  event_type text not null,
  event_at timestamp with time zone not null,
  actor jsonb not null,
  snapshot json not null,
  created_at timestamp with time zone not null,
  constraint alert_outbox_pkey PRIMARY KEY (tenant_id, alert_id, seq, created_at)
) partition by range (created_at);
CREATE INDEX alert_outbox_age ON public.alert_outbox USING btree (created_at);

create table alerts (
  tenant_id text not null,
  alert_id text not null,
  integration_id text not null,
  dedup_key text not null,
  status text not null,
  severity text not null,
  severity_word text,
  title text not null,
  description text not null,
  service_id text,
  source text,
  labels json not null,
  annotations json not null,
  links json not null,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  event_count bigint not null,
  event_kept_at timestamp with time zone not null,
  incident_id text,
  incident_at timestamp with time zone,
  rule_id text,
  group_key text,
  seq integer default 0 not null,
  pushed_at timestamp with time zone,
  constraint alerts_pkey PRIMARY KEY (tenant_id, alert_id),
  constraint alerts_status_check CHECK ((status = ANY (ARRAY['firing'::text, 'resolved'::text])))
) with (fillfactor=85, autovacuum_vacuum_scale_factor=0.05, autovacuum_analyze_scale_factor=0.02);
CREATE INDEX alerts_by_age ON public.alerts USING btree (tenant_id, first_seen_at, alert_id);
CREATE INDEX alerts_of_incident ON public.alerts USING btree (tenant_id, incident_id) WHERE (incident_id IS NOT NULL);
comment on column alerts.incident_at is 'When the alert came to its incident';
comment on column alerts.rule_id is 'The rule that decided, kept for events without labels';

create table api_keys (
  tenant_id text not null,
  key_id text not null,
  name text not null,
  scope text not null,
  member_id text,
  person_id bigint not null,
  hint text not null,
  created_at timestamp with time zone default now() not null,
  last_used_at timestamp with time zone,
  expires_at timestamp with time zone,
  constraint api_keys_pkey PRIMARY KEY (tenant_id, key_id),
  constraint api_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE,
  constraint api_keys_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES members(tenant_id, member_id) ON DELETE CASCADE,
  constraint api_keys_scope_check CHECK ((scope = ANY (ARRAY['viewer'::text, 'responder'::text, 'admin'::text, 'ingest'::text])))
);
comment on column api_keys.person_id is 'Stands in for a person in Flashduty payloads when the key names no member';
comment on column api_keys.hint is 'Last characters of the key, so that people can tell keys apart';

create table audit_entries (
  tenant_id text not null,
  audit_id text not null,
  at timestamp with time zone not null,
  actor jsonb not null,
  action text not null,
  target_id text not null,
  before jsonb,
  after jsonb,
  ip text,
  request_id text,
  constraint audit_entries_pkey PRIMARY KEY (tenant_id, audit_id),
  constraint audit_entries_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE
);
CREATE INDEX audit_entries_action ON public.audit_entries USING btree (tenant_id, action text_pattern_ops, audit_id);
CREATE INDEX audit_entries_actor ON public.audit_entries USING btree (tenant_id, COALESCE((actor ->> 'id'::text), (actor ->> 'type'::text)), audit_id);
CREATE INDEX audit_entries_at ON public.audit_entries USING btree (tenant_id, at);
CREATE INDEX audit_entries_target ON public.audit_entries USING btree (tenant_id, target_id, audit_id);

create table changes (
  tenant_id text not null,
  change_id text not null,
  title text not null,
  service text,
  environment text,
  version text,
  url text,
  labels jsonb default '{}'::jsonb not null,
  started_at timestamp with time zone not null,
  actor jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint changes_pkey PRIMARY KEY (tenant_id, change_id)
);
CREATE INDEX changes_by_time ON public.changes USING btree (tenant_id, started_at, change_id);

create table chat_channels (
  tenant_id text not null,
  channel_id text not null,
  name text not null,
  url bytea not null,
  service_ids text[],
  events text[] not null,
  min_severity text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint chat_channels_pkey PRIMARY KEY (tenant_id, channel_id),
  constraint chat_channels_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE,
  constraint chat_channels_min_severity_check CHECK ((min_severity = ANY (ARRAY['critical'::text, 'high'::text, 'medium'::text, 'low'::text, 'info'::text])))
);

create table credential_lookups (
  hash bytea not null,
  kind text not null,
  tenant_id text not null,
  target_id text not null,
  constraint credential_lookups_pkey PRIMARY KEY (hash),
  constraint credential_lookups_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE,
  constraint credential_lookups_kind_check CHECK ((kind = ANY (ARRAY['api_key'::text, 'integration_key'::text, 'invitation'::text, 'invitation_mail'::text, 'status_hook'::text, 'runner'::text, 'runner_registration'::text])))
);
CREATE INDEX credential_lookups_tenant ON public.credential_lookups USING btree (tenant_id, target_id);

create table custom_fields (
  tenant_id text not null,
  name text not null,
  label text not null,
  kind text not null,
  options jsonb default '[]'::jsonb not null,
  default_value jsonb,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint custom_fields_pkey PRIMARY KEY (tenant_id, name),
  constraint custom_fields_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE,
  constraint custom_fields_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'single_select'::text, 'multi_select'::text, 'checkbox'::text])))
);

create table deliveries (
  tenant_id text not null,
  destination_id text not null,
  lane_id text not null,
  "position" bigint not null,
  delivery_id text not null,
  event_id text not null,
  event_type text not null,
  subject_id text not null,
  event_at timestamp with time zone not null,
  variant text not null,
  payload_at timestamp with time zone not null,
  origin text not null,
  requested_by jsonb,
  attempts integer default 0 not null,
  created_at timestamp with time zone not null,
  constraint deliveries_pkey PRIMARY KEY (tenant_id, destination_id, lane_id, "position", delivery_id),
  constraint deliveries_origin_check CHECK ((origin = ANY (ARRAY['event'::text, 'replay'::text, 'test'::text, 'action'::text, 'notice'::text])))
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.01, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0);

create table delivery_attempts (
  tenant_id text not null,
  destination_id text not null,
  delivery_id text not null,
  attempt integer not null,
  attempted_at timestamp with time zone not null,
  event_id text not null,
  event_type text not null,
  subject_id text not null,
  event_at timestamp with time zone not null,
  variant text not null,
  payload_at timestamp with time zone not null,
  origin text not null,
  requested_by jsonb,
  outcome text not null,
  status integer,
  error text,
  detail text,
  duration_ms integer not null,
  next_attempt_at timestamp with time zone,
  url text not null,
  request_headers json not null,
  response_headers json,
  response_body text,
  constraint delivery_attempts_pkey PRIMARY KEY (tenant_id, delivery_id, attempt, attempted_at),
  constraint delivery_attempts_outcome_check CHECK ((outcome = ANY (ARRAY['delivered'::text, 'retrying'::text, 'dead'::text, 'superseded'::text])))
) partition by range (attempted_at);
CREATE INDEX delivery_attempts_of_destination ON public.delivery_attempts USING btree (tenant_id, destination_id, attempted_at);
CREATE INDEX delivery_attempts_of_subject ON public.delivery_attempts USING btree (tenant_id, subject_id, attempted_at);

create table destination_health (
  tenant_id text not null,
  destination_id text not null,
  failures integer default 0 not null,
  failing_since timestamp with time zone,
  open_until timestamp with time zone,
  reason text,
  constraint destination_health_pkey PRIMARY KEY (tenant_id, destination_id)
) with (fillfactor=50);

create table disabled_recipes (
  tenant_id text not null,
  slug text not null,
  disabled_by jsonb not null,
  disabled_at timestamp with time zone not null,
  constraint disabled_recipes_pkey PRIMARY KEY (tenant_id, slug),
  constraint disabled_recipes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE
);

create table erased_tenants (
  slug text not null,
  requested_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  deleted_rows bigint default 0 not null,
  constraint erased_tenants_pkey PRIMARY KEY (slug, requested_at)
);
CREATE INDEX erased_tenants_under_way ON public.erased_tenants USING btree (requested_at) WHERE (finished_at IS NULL);

create table hub_addresses (
  kind text not null,
  address text not null,
  tenant_id text not null,
  hub_id text not null,
  constraint hub_addresses_pkey PRIMARY KEY (kind, address),
  constraint hub_addresses_tenant_id_hub_id_fkey FOREIGN KEY (tenant_id, hub_id) REFERENCES hubs(tenant_id, hub_id) ON DELETE CASCADE,
  constraint hub_addresses_kind_check CHECK ((kind = ANY (ARRAY['slug'::text, 'domain'::text])))
);
CREATE INDEX hub_addresses_of_hub ON public.hub_addresses USING btree (tenant_id, hub_id);

create table hub_components (
  tenant_id text not null,
  hub_id text not null,
  service_id text not null,
  group_name text,
  "position" integer not null,
  name text,
  description text,
  hidden boolean default false not null,
  created_at timestamp with time zone not null,
  constraint hub_components_pkey PRIMARY KEY (tenant_id, hub_id, service_id),
  constraint hub_components_tenant_id_hub_id_fkey FOREIGN KEY (tenant_id, hub_id) REFERENCES hubs(tenant_id, hub_id) ON DELETE CASCADE,
  constraint hub_components_tenant_id_service_id_fkey FOREIGN KEY (tenant_id, service_id) REFERENCES services(tenant_id, service_id) ON DELETE CASCADE
);

create table hub_snapshots (
  tenant_id text not null,
  hub_id text not null,
  version bigint not null,
  rendered_at timestamp with time zone not null,
  bundle bytea not null,
  constraint hub_snapshots_pkey PRIMARY KEY (tenant_id, hub_id),
  constraint hub_snapshots_tenant_id_hub_id_fkey FOREIGN KEY (tenant_id, hub_id) REFERENCES hubs(tenant_id, hub_id) ON DELETE CASCADE
);

create table hubs (
  tenant_id text not null,
  hub_id text not null,
  slug text not null,
  name text not null,
  settings jsonb default '{}'::jsonb not null,
  password text,
  shows_all boolean default true not null,
  changed_at timestamp with time zone not null,
  version bigint default 0 not null,
  rendered_at timestamp with time zone,
  render_due_at timestamp with time zone,
  rendered_change timestamp with time zone,
  rendered_services timestamp with time zone,
  rendering_until timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint hubs_pkey PRIMARY KEY (tenant_id, hub_id),
  constraint hubs_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE
);

create table idempotency_keys (
  tenant_id text not null,
  route text not null,
  key text not null,
  fingerprint text not null,
  reply json not null,
  created_at timestamp with time zone not null,
  constraint idempotency_keys_pkey PRIMARY KEY (tenant_id, route, key)
);
CREATE INDEX idempotency_keys_age ON public.idempotency_keys USING btree (tenant_id, created_at);

create table incidents (
  tenant_id text not null,
  incident_id text not null,
  progress text not null,
  status text not null,
  severity text not null,
  title text not null,
  description text not null,
  impact text default ''::text not null,
  root_cause text default ''::text not null,
  resolution text default ''::text not null,
  overrides text[] default '{}'::text[] not null,
  service_id text,
  labels jsonb not null,
  custom_fields jsonb default '{}'::jsonb not null,
  responders jsonb default '[]'::jsonb not null,
  creator jsonb,
  closer jsonb,
  closed_by text,
  integration_id text,
  dedup_key text,
  rule_id text,
  group_key text,
  on_recovery text not null,
  close_after_minutes integer default 0 not null,
  triage text default 'triaging'::text not null,
  merged_into text,
  recurrence_of text,
  snoozed_until timestamp with time zone,
  flagged_at timestamp with time zone,
  close_due_at timestamp with time zone,
  started_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  acknowledged_at timestamp with time zone,
  closed_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  alert_count integer default 0 not null,
  firing_critical integer default 0 not null,
  firing_high integer default 0 not null,
  firing_medium integer default 0 not null,
  firing_low integer default 0 not null,
  firing_info integer default 0 not null,
  storm_level integer default 0 not null,
  seq integer not null,
  last_event_at timestamp with time zone not null,
  assignment jsonb,
  silence_minutes integer default 0 not null,
  silence_due_at timestamp with time zone,
  constraint incidents_pkey PRIMARY KEY (tenant_id, incident_id),
  constraint incidents_closed_by_check CHECK ((closed_by = ANY (ARRAY['person'::text, 'recovery'::text, 'timeout'::text, 'merge'::text]))),
  constraint incidents_on_recovery_check CHECK ((on_recovery = ANY (ARRAY['flag'::text, 'close'::text]))),
  constraint incidents_progress_check CHECK ((progress = ANY (ARRAY['triggered'::text, 'acknowledged'::text, 'closed'::text])))
) with (fillfactor=85, autovacuum_vacuum_scale_factor=0.05, autovacuum_analyze_scale_factor=0.02);
CREATE INDEX incidents_acknowledged ON public.incidents USING btree (tenant_id, incident_id) WHERE (progress = 'acknowledged'::text);
CREATE INDEX incidents_closed ON public.incidents USING btree (tenant_id, incident_id) WHERE (progress = 'closed'::text);
CREATE INDEX incidents_due ON public.incidents USING btree (tenant_id, close_due_at) WHERE (close_due_at IS NOT NULL);
CREATE INDEX incidents_flagged ON public.incidents USING btree (tenant_id, incident_id) WHERE (flagged_at IS NOT NULL);
CREATE INDEX incidents_of_service ON public.incidents USING btree (tenant_id, service_id, incident_id) WHERE (service_id IS NOT NULL);
CREATE INDEX incidents_open ON public.incidents USING btree (tenant_id, incident_id) WHERE (progress <> 'closed'::text);
CREATE INDEX incidents_open_service ON public.incidents USING btree (tenant_id, service_id, incident_id) WHERE (progress <> 'closed'::text);
CREATE INDEX incidents_open_severity ON public.incidents USING btree (tenant_id, severity, incident_id) WHERE (progress <> 'closed'::text);
CREATE INDEX incidents_silent ON public.incidents USING btree (tenant_id, silence_due_at) WHERE (silence_due_at IS NOT NULL);
CREATE INDEX incidents_snoozed ON public.incidents USING btree (tenant_id, snoozed_until) WHERE (snoozed_until IS NOT NULL);
CREATE INDEX incidents_updated ON public.incidents USING btree (tenant_id, updated_at, incident_id) WHERE (updated_at > '2000-01-01 00:00:00+00'::timestamp with time zone);

create table integrations (
  tenant_id text not null,
  integration_id text not null,
  format text not null,
  name text not null,
  url_key bytea,
  settings jsonb default '{}'::jsonb not null,
  data_source_id bigint not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint integrations_pkey PRIMARY KEY (tenant_id, integration_id),
  constraint integrations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX integrations_implicit ON public.integrations USING btree (tenant_id, format) WHERE (url_key IS NULL);

create table invitations (
  tenant_id text not null,
  invitation_id text not null,
  email text not null,
  role text not null,
  invited_by jsonb not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  constraint invitations_pkey PRIMARY KEY (tenant_id, invitation_id),
  constraint invitations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE,
  constraint invitations_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'responder'::text, 'viewer'::text])))
);
CREATE INDEX invitations_address ON public.invitations USING btree (lower(email));
CREATE UNIQUE INDEX invitations_email ON public.invitations USING btree (tenant_id, lower(email));

create table lanes (
  tenant_id text not null,
  destination_id text not null,
  lane_id text not null,
  pending integer not null,
  ready_at timestamp with time zone not null,
  lease text,
  leased_until timestamp with time zone,
  constraint lanes_pkey PRIMARY KEY (tenant_id, destination_id, lane_id)
) with (fillfactor=50, autovacuum_vacuum_scale_factor=0.01, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0);
CREATE INDEX lanes_ready ON public.lanes USING btree ((((tenant_id || ' '::text) || destination_id)), ready_at);

create table live_events (
  tenant_id text not null,
  "position" bigint not null,
  kind text not null,
  subject_id text not null,
  version integer not null,
  data text not null,
  created_at timestamp with time zone not null,
  constraint live_events_pkey PRIMARY KEY (tenant_id, "position"),
  constraint live_events_kind_check CHECK ((kind = ANY (ARRAY['incident'::text, 'alert'::text])))
) with (autovacuum_vacuum_scale_factor=0.05, autovacuum_vacuum_threshold=1000);
CREATE INDEX live_events_of_incident ON public.live_events USING btree (tenant_id, subject_id, version) WHERE (kind = 'incident'::text);

create table live_tenants (
  tenant_id text not null,
  "position" bigint default 0 not null,
  heard_from bigint default 0 not null,
  heard_since timestamp with time zone not null,
  heard_until timestamp with time zone not null,
  constraint live_tenants_pkey PRIMARY KEY (tenant_id),
  constraint live_tenants_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE
) with (fillfactor=50);

create table maintenances (
  tenant_id text not null,
  maintenance_id text not null,
  hub_id text,
  source text not null,
  sender_scope text,
  sender_id text,
  service_ids text[] not null,
  title text not null,
  body_raw text not null,
  body_html text not null,
  body_text text not null,
  statuses jsonb not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  silent boolean not null,
  published_at timestamp with time zone,
  remind_minutes integer,
  told text[] default '{}'::text[] not null,
  due_at timestamp with time zone,
  digest bytea,
  actor jsonb not null,
  deleted_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint maintenances_pkey PRIMARY KEY (tenant_id, maintenance_id),
  constraint maintenances_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE,
  constraint maintenances_source_check CHECK ((source = ANY (ARRAY['hook'::text, 'person'::text])))
);
CREATE INDEX maintenances_digest ON public.maintenances USING btree (tenant_id, digest, created_at) WHERE (digest IS NOT NULL);
CREATE INDEX maintenances_due ON public.maintenances USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX maintenances_ends ON public.maintenances USING btree (tenant_id, ends_at);
CREATE UNIQUE INDEX maintenances_sender ON public.maintenances USING btree (tenant_id, sender_scope, sender_id) WHERE (sender_id IS NOT NULL);
CREATE INDEX maintenances_starts ON public.maintenances USING btree (tenant_id, starts_at, maintenance_id);

create table member_erasures (
  tenant_id text not null,
  member_id text not null,
  person_id bigint,
  name text not null,
  email text not null,
  requested_at timestamp with time zone not null,
  swept_at timestamp with time zone,
  constraint member_erasures_pkey PRIMARY KEY (tenant_id, member_id),
  constraint member_erasures_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE
);

create table members (
  tenant_id text not null,
  member_id text not null,
  person_id bigint not null,
  name text not null,
  email text not null,
  role text not null,
  created_at timestamp with time zone default now() not null,
  user_id text,
  constraint members_pkey PRIMARY KEY (tenant_id, member_id),
  constraint members_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE,
  constraint members_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE SET NULL,
  constraint members_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'responder'::text, 'viewer'::text])))
);
CREATE INDEX members_address ON public.members USING btree (lower(email)) WHERE (user_id IS NULL);
CREATE UNIQUE INDEX members_email ON public.members USING btree (tenant_id, lower(email));
CREATE UNIQUE INDEX members_of_tenant_user ON public.members USING btree (tenant_id, user_id);
CREATE INDEX members_user ON public.members USING btree (user_id) WHERE (user_id IS NOT NULL);

create table notification_budgets (
  tenant_id text not null,
  recipient_id text not null,
  means text not null,
  started_at timestamp with time zone not null,
  told integer not null,
  withheld jsonb default '{}'::jsonb not null,
  constraint notification_budgets_pkey PRIMARY KEY (tenant_id, recipient_id, means),
  constraint notification_budgets_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE,
  constraint notification_budgets_means_check CHECK ((means = ANY (ARRAY['email'::text, 'chat'::text])))
) with (fillfactor=50);
CREATE INDEX notification_budgets_withheld ON public.notification_budgets USING btree (tenant_id, started_at) WHERE (withheld <> '{}'::jsonb);

create table notification_preferences (
  tenant_id text not null,
  member_id text not null,
  settings jsonb default '{}'::jsonb not null,
  chat_url bytea,
  updated_at timestamp with time zone not null,
  constraint notification_preferences_pkey PRIMARY KEY (tenant_id, member_id),
  constraint notification_preferences_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES members(tenant_id, member_id) ON DELETE CASCADE
);
CREATE INDEX notification_preferences_all ON public.notification_preferences USING btree (tenant_id) WHERE ((settings ->> 'scope'::text) = 'all'::text);

create table notifications (
  tenant_id text not null,
  notification_id text not null,
  event_id text not null,
  kind text not null,
  incident_id text,
  recipient_id text not null,
  recipient_name text not null,
  means text not null,
  content jsonb not null,
  status text default 'pending'::text not null,
  reason text,
  attempts integer default 0 not null,
  created_at timestamp with time zone default now() not null,
  next_attempt_at timestamp with time zone default now(),
  lease text,
  finished_at timestamp with time zone,
  constraint notifications_pkey PRIMARY KEY (tenant_id, notification_id),
  constraint notifications_tenant_id_event_id_recipient_id_means_key UNIQUE (tenant_id, event_id, recipient_id, means),
  constraint notifications_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE,
  constraint notifications_means_check CHECK ((means = ANY (ARRAY['email'::text, 'chat'::text]))),
  constraint notifications_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sent'::text, 'failed'::text, 'skipped'::text])))
) with (fillfactor=85, autovacuum_vacuum_scale_factor=0.05);
CREATE INDEX notifications_due ON public.notifications USING btree (tenant_id, next_attempt_at) WHERE (status = 'pending'::text);
CREATE INDEX notifications_failed ON public.notifications USING btree (tenant_id, notification_id) WHERE (status = 'failed'::text);
CREATE INDEX notifications_of_incident ON public.notifications USING btree (tenant_id, incident_id, notification_id);

create table outbox (
  tenant_id text not null,
  incident_id text not null,
  seq integer not null,
  event_id text not null,
  event_type text not null,
  event_at timestamp with time zone not null,
  actor jsonb not null,
  snapshot json not null,
  created_at timestamp with time zone not null,
  constraint outbox_pkey PRIMARY KEY (tenant_id, incident_id, seq, created_at)
) partition by range (created_at);
CREATE INDEX outbox_age ON public.outbox USING btree (created_at);

create table payloads (
  tenant_id text not null,
  event_id text not null,
  variant text not null,
  created_at timestamp with time zone not null,
  body text not null,
  constraint payloads_pkey PRIMARY KEY (tenant_id, event_id, variant, created_at)
) partition by range (created_at);

create table proposals (
  tenant_id text not null,
  proposal_id text not null,
  incident_id text not null,
  recipe_slug text not null,
  recipe_version integer not null,
  recipe_digest text not null,
  document jsonb not null,
  parameters jsonb not null,
  parameters_hash text not null,
  target text not null,
  service_id text,
  host text,
  risk text not null,
  score real not null,
  reason text not null,
  missing jsonb default '[]'::jsonb not null,
  state text not null,
  proposed_by jsonb,
  decided_by jsonb,
  decision_reason text,
  run_id text,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  constraint proposals_pkey PRIMARY KEY (tenant_id, proposal_id),
  constraint proposals_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE,
  constraint proposals_risk_check CHECK ((risk = ANY (ARRAY['none'::text, 'low'::text, 'medium'::text, 'high'::text, 'critical'::text]))),
  constraint proposals_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'approved'::text, 'rejected'::text, 'expired'::text])))
);
CREATE INDEX proposals_by_age ON public.proposals USING btree (tenant_id, created_at);
CREATE INDEX proposals_expiring ON public.proposals USING btree (expires_at) WHERE (state = 'proposed'::text);
CREATE INDEX proposals_of_incident ON public.proposals USING btree (tenant_id, incident_id, proposal_id);
CREATE UNIQUE INDEX proposals_open_once ON public.proposals USING btree (tenant_id, incident_id, recipe_slug, target) WHERE (state = 'proposed'::text);

create table receipt_counts (
  tenant_id text not null,
  integration_id text not null,
  minute timestamp with time zone not null,
  writer text not null,
  accepted integer default 0 not null,
  duplicate integer default 0 not null,
  refused integer default 0 not null,
  events integer default 0 not null,
  constraint receipt_counts_pkey PRIMARY KEY (tenant_id, integration_id, minute, writer)
) with (fillfactor=50);

create table receipts (
  tenant_id text not null,
  integration_id text not null,
  receipt_id text not null,
  received_at timestamp with time zone not null,
  outcome text not null,
  status integer not null,
  code text,
  detail text,
  warnings jsonb default '[]'::jsonb not null,
  ip text,
  request_id text,
  headers jsonb default '{}'::jsonb not null,
  body text,
  body_bytes integer not null,
  constraint receipts_pkey PRIMARY KEY (tenant_id, integration_id, receipt_id, received_at),
  constraint receipts_outcome_check CHECK ((outcome = ANY (ARRAY['accepted'::text, 'duplicate'::text, 'refused'::text])))
) partition by range (received_at);

create table recipe_secrets (
  tenant_id text not null,
  name text not null,
  value bytea not null,
  changed_by jsonb not null,
  updated_at timestamp with time zone not null,
  constraint recipe_secrets_pkey PRIMARY KEY (tenant_id, name),
  constraint recipe_secrets_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE
);

create table recipes (
  tenant_id text not null,
  slug text not null,
  version integer not null,
  document json not null,
  text text not null,
  digest text not null,
  created_by jsonb not null,
  created_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  constraint recipes_pkey PRIMARY KEY (tenant_id, slug, version),
  constraint recipes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE,
  constraint recipes_version_check CHECK ((version > 0))
);

create table remediation_breakers (
  tenant_id text not null,
  recipe_slug text not null,
  failures integer not null,
  opened_at timestamp with time zone,
  constraint remediation_breakers_pkey PRIMARY KEY (tenant_id, recipe_slug),
  constraint remediation_breakers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE
);

create table remediation_hub (
  only_row boolean default true not null,
  stopped_at timestamp with time zone,
  stop_reason text,
  constraint remediation_hub_pkey PRIMARY KEY (only_row),
  constraint remediation_hub_only_row_check CHECK (only_row)
);

create table remediation_log (
  tenant_id text not null,
  seq bigint not null,
  at timestamp with time zone not null,
  actor jsonb not null,
  action text not null,
  subject_id text not null,
  detail jsonb not null,
  previous_hash text not null,
  entry_hash text not null,
  constraint remediation_log_pkey PRIMARY KEY (tenant_id, seq),
  constraint remediation_log_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE
);
CREATE TRIGGER remediation_log_append_only BEFORE DELETE OR UPDATE ON public.remediation_log FOR EACH ROW EXECUTE FUNCTION remediation_log_guard();

create table remediation_modes (
  tenant_id text not null,
  kind text not null,
  subject text not null,
  mode text not null,
  changed_by jsonb not null,
  updated_at timestamp with time zone not null,
  constraint remediation_modes_pkey PRIMARY KEY (tenant_id, kind, subject),
  constraint remediation_modes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE,
  constraint remediation_modes_kind_check CHECK ((kind = ANY (ARRAY['service'::text, 'host'::text]))),
  constraint remediation_modes_mode_check CHECK ((mode = ANY (ARRAY['audit'::text, 'shadow'::text, 'live'::text])))
);

create table remediation_state (
  tenant_id text not null,
  log_seq bigint default 0 not null,
  log_hash text default ''::text not null,
  stopped_at timestamp with time zone,
  stop_reason text,
  stopped_by jsonb,
  constraint remediation_state_pkey PRIMARY KEY (tenant_id),
  constraint remediation_state_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE
);

create table remediation_subjects (
  tenant_id text not null,
  incident_id text not null,
  due_at timestamp with time zone not null,
  latest_at timestamp with time zone not null,
  failures integer default 0 not null,
  constraint remediation_subjects_pkey PRIMARY KEY (tenant_id, incident_id),
  constraint remediation_subjects_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE
);
CREATE INDEX remediation_subjects_due ON public.remediation_subjects USING btree (tenant_id, due_at);

create table reminders (
  tenant_id text not null,
  incident_id text not null,
  recipient_id text not null,
  every_minutes integer not null,
  sent integer default 0 not null,
  started_at timestamp with time zone default now() not null,
  due_at timestamp with time zone not null,
  constraint reminders_pkey PRIMARY KEY (tenant_id, incident_id, recipient_id),
  constraint reminders_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE
) with (fillfactor=70);
CREATE INDEX reminders_due ON public.reminders USING btree (tenant_id, due_at);

create table report_updates (
  tenant_id text not null,
  report_id text not null,
  update_id text not null,
  seq integer not null,
  title text not null,
  body_raw text not null,
  body_html text not null,
  body_text text not null,
  state text not null,
  statuses jsonb not null,
  starts_at timestamp with time zone not null,
  silent boolean not null,
  published_at timestamp with time zone,
  superseded boolean default false not null,
  notified boolean default false not null,
  actor jsonb not null,
  digest bytea,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint report_updates_pkey PRIMARY KEY (tenant_id, report_id, update_id),
  constraint report_updates_tenant_id_report_id_fkey FOREIGN KEY (tenant_id, report_id) REFERENCES reports(tenant_id, report_id) ON DELETE CASCADE,
  constraint report_updates_state_check CHECK ((state = ANY (ARRAY['investigating'::text, 'identified'::text, 'monitoring'::text, 'resolved'::text])))
);
CREATE INDEX report_updates_digest ON public.report_updates USING btree (tenant_id, digest, created_at) WHERE (digest IS NOT NULL);
CREATE UNIQUE INDEX report_updates_seq ON public.report_updates USING btree (tenant_id, report_id, seq);

create table reports (
  tenant_id text not null,
  report_id text not null,
  hub_id text,
  source text not null,
  sender_scope text,
  sender_id text,
  incident_id text,
  follows_incident boolean default false not null,
  service_ids text[] not null,
  title text,
  state text,
  started_at timestamp with time zone,
  resolved_at timestamp with time zone,
  published_at timestamp with time zone,
  last_seq integer default 0 not null,
  deleted_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint reports_pkey PRIMARY KEY (tenant_id, report_id),
  constraint reports_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE,
  constraint reports_source_check CHECK ((source = ANY (ARRAY['hook'::text, 'person'::text, 'rule'::text]))),
  constraint reports_state_check CHECK ((state = ANY (ARRAY['investigating'::text, 'identified'::text, 'monitoring'::text, 'resolved'::text])))
);
CREATE INDEX reports_incident ON public.reports USING btree (tenant_id, incident_id) WHERE (incident_id IS NOT NULL);
CREATE INDEX reports_open ON public.reports USING btree (tenant_id, report_id) WHERE ((resolved_at IS NULL) AND (deleted_at IS NULL));
CREATE INDEX reports_resolved ON public.reports USING btree (tenant_id, resolved_at) WHERE (published_at IS NOT NULL);
CREATE UNIQUE INDEX reports_sender ON public.reports USING btree (tenant_id, sender_scope, sender_id) WHERE (sender_id IS NOT NULL);
CREATE INDEX reports_started ON public.reports USING btree (tenant_id, started_at, report_id) WHERE (published_at IS NOT NULL);

create table routing_rules (
  tenant_id text not null,
  rule_id text not null,
  "position" integer not null,
  name text not null,
  condition text not null,
  actions jsonb default '{}'::jsonb not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  enabled boolean default true not null,
  constraint routing_rules_pkey PRIMARY KEY (tenant_id, rule_id),
  constraint routing_rules_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE
);

create table run_steps (
  tenant_id text not null,
  step_id text not null,
  run_id text not null,
  "position" integer not null,
  phase text not null,
  name text not null,
  title text,
  kind text not null,
  host text,
  bound jsonb not null,
  expect jsonb default '{}'::jsonb not null,
  timeout_s integer not null,
  max_attempts integer default 1 not null,
  retry_interval_s integer default 0 not null,
  state text not null,
  attempt integer default 0 not null,
  fence bigint default 0 not null,
  claimed_by text,
  leased_until timestamp with time zone,
  deadline_at timestamp with time zone,
  due_at timestamp with time zone,
  claimed_at timestamp with time zone,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  exit_code integer,
  http_status integer,
  output text default ''::text not null,
  output_seq integer default 0 not null,
  output_bytes integer default 0 not null,
  output_cut boolean default false not null,
  output_digest text,
  reason text,
  constraint run_steps_pkey PRIMARY KEY (tenant_id, step_id),
  constraint run_steps_tenant_id_run_id_fkey FOREIGN KEY (tenant_id, run_id) REFERENCES runs(tenant_id, run_id) ON DELETE CASCADE,
  constraint run_steps_kind_check CHECK ((kind = ANY (ARRAY['command'::text, 'http'::text, 'manual'::text, 'wait'::text]))),
  constraint run_steps_phase_check CHECK ((phase = ANY (ARRAY['pre_checks'::text, 'steps'::text, 'post_checks'::text, 'rollback'::text]))),
  constraint run_steps_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'ready'::text, 'running'::text, 'succeeded'::text, 'failed'::text, 'refused'::text, 'unknown'::text, 'cancelled'::text, 'skipped'::text])))
);
CREATE INDEX run_steps_for_host ON public.run_steps USING btree (tenant_id, host, due_at) WHERE ((state = 'ready'::text) AND (kind = 'command'::text));
CREATE INDEX run_steps_for_hub ON public.run_steps USING btree (due_at) WHERE ((state = 'ready'::text) AND (kind = 'http'::text));
CREATE INDEX run_steps_leased ON public.run_steps USING btree (leased_until) WHERE (state = 'running'::text);
CREATE UNIQUE INDEX run_steps_of_run ON public.run_steps USING btree (tenant_id, run_id, "position");
CREATE INDEX run_steps_requests ON public.run_steps USING btree (tenant_id) WHERE ((kind = 'http'::text) AND (state = 'running'::text));

create table runners (
  tenant_id text not null,
  runner_id text not null,
  name text not null,
  host text,
  labels jsonb default '{}'::jsonb not null,
  credential_hash bytea,
  registration_hash bytea,
  registration_expires_at timestamp with time zone,
  allow_list_digest text,
  version text,
  created_by jsonb not null,
  created_at timestamp with time zone not null,
  registered_at timestamp with time zone,
  last_seen_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint runners_pkey PRIMARY KEY (tenant_id, runner_id),
  constraint runners_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE
);
CREATE INDEX runners_of_host ON public.runners USING btree (tenant_id, host) WHERE (revoked_at IS NULL);

create table runs (
  tenant_id text not null,
  run_id text not null,
  proposal_id text not null,
  incident_id text not null,
  recipe_slug text not null,
  recipe_version integer not null,
  recipe_digest text not null,
  target text not null,
  host text,
  service_id text,
  state text not null,
  phase text,
  reason text,
  resolves boolean not null,
  cancel_requested_at timestamp with time zone,
  cancelled_by jsonb,
  approved_by jsonb,
  deadline_at timestamp with time zone not null,
  due_at timestamp with time zone,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint runs_pkey PRIMARY KEY (tenant_id, run_id),
  constraint runs_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE,
  constraint runs_tenant_id_proposal_id_fkey FOREIGN KEY (tenant_id, proposal_id) REFERENCES proposals(tenant_id, proposal_id) ON DELETE CASCADE,
  constraint runs_phase_check CHECK ((phase = ANY (ARRAY['pre_checks'::text, 'steps'::text, 'post_checks'::text, 'rollback'::text]))),
  constraint runs_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'rolling_back'::text, 'succeeded'::text, 'failed'::text, 'rolled_back'::text, 'rollback_failed'::text, 'cancelled'::text])))
);
CREATE INDEX runs_due ON public.runs USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX runs_of_incident ON public.runs USING btree (tenant_id, incident_id, run_id);
CREATE INDEX runs_of_recipe ON public.runs USING btree (tenant_id, recipe_slug, target, created_at);
CREATE UNIQUE INDEX runs_once ON public.runs USING btree (tenant_id, proposal_id);
CREATE UNIQUE INDEX runs_one_active ON public.runs USING btree (tenant_id, target) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text, 'rolling_back'::text]));

create table saved_views (
  tenant_id text not null,
  view_id text not null,
  owner_id text not null,
  name text not null,
  filter jsonb not null,
  shared boolean not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint saved_views_pkey PRIMARY KEY (tenant_id, view_id),
  constraint saved_views_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE
);

create table schema_migrations (
  version integer not null,
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone default now() not null,
  constraint schema_migrations_pkey PRIMARY KEY (version)
);

create table sealing_keys (
  key_id text not null,
  proof bytea not null,
  first_used_at timestamp with time zone default now() not null,
  constraint sealing_keys_pkey PRIMARY KEY (key_id)
);

create table secrets (
  tenant_id text not null,
  owner_id text not null,
  secret_id text not null,
  sealed bytea not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone,
  constraint secrets_pkey PRIMARY KEY (tenant_id, owner_id, secret_id),
  constraint secrets_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE
);

create table server_processes (
  process_id text not null,
  host text not null,
  os_process_id integer not null,
  sealing_key text not null,
  opening_keys text[] not null,
  seen_at timestamp with time zone default now() not null,
  constraint server_processes_pkey PRIMARY KEY (process_id)
);

create table services (
  tenant_id text not null,
  service_id text not null,
  name text not null,
  description text default ''::text not null,
  channel_id bigint not null,
  hidden boolean default false not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  responders text[] default '{}'::text[] not null,
  hook_key bytea,
  constraint services_pkey PRIMARY KEY (tenant_id, service_id),
  constraint services_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX services_name ON public.services USING btree (tenant_id, lower(name));
comment on column services.hidden is 'Created on first mention by an alert: not on status pages until a person shows it';

create table setup_links (
  hash bytea not null,
  expires_at timestamp with time zone not null,
  constraint setup_links_pkey PRIMARY KEY (hash)
);

create table sign_in_attempts (
  account bytea not null,
  attempts integer not null,
  since timestamp with time zone not null,
  constraint sign_in_attempts_pkey PRIMARY KEY (account)
);
CREATE INDEX sign_in_attempts_since ON public.sign_in_attempts USING btree (since);

create table slots (
  tenant_id text not null,
  rule_id text not null,
  group_key text not null,
  incident_id text,
  accepts_until timestamp with time zone,
  constraint slots_pkey PRIMARY KEY (tenant_id, rule_id, group_key)
);

create table status_messages (
  tenant_id text not null,
  hub_id text not null,
  notice_id text not null,
  subscriber_id text not null,
  channel text not null,
  status text not null,
  reason text,
  attempts integer default 0 not null,
  next_attempt_at timestamp with time zone,
  leased_until timestamp with time zone,
  delivery_id text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint status_messages_pkey PRIMARY KEY (tenant_id, hub_id, notice_id, subscriber_id),
  constraint status_messages_tenant_id_hub_id_notice_id_fkey FOREIGN KEY (tenant_id, hub_id, notice_id) REFERENCES status_notices(tenant_id, hub_id, notice_id) ON DELETE CASCADE,
  constraint status_messages_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sent'::text, 'failed'::text, 'skipped'::text])))
);
CREATE INDEX status_messages_due ON public.status_messages USING btree (tenant_id, next_attempt_at) WHERE ((status = 'pending'::text) AND (channel = 'email'::text));
CREATE INDEX status_messages_of_subscriber ON public.status_messages USING btree (tenant_id, hub_id, subscriber_id, created_at);
CREATE INDEX status_messages_under_way ON public.status_messages USING btree (next_attempt_at) WHERE ((status = 'pending'::text) AND (channel <> 'email'::text));

create table status_notices (
  tenant_id text not null,
  hub_id text not null,
  notice_id text not null,
  kind text not null,
  subject_id text not null,
  update_id text not null,
  service_ids text[] not null,
  content jsonb not null,
  due_at timestamp with time zone not null,
  expanded_at timestamp with time zone,
  created_at timestamp with time zone not null,
  expanded_to text,
  constraint status_notices_pkey PRIMARY KEY (tenant_id, hub_id, notice_id),
  constraint status_notices_tenant_id_hub_id_fkey FOREIGN KEY (tenant_id, hub_id) REFERENCES hubs(tenant_id, hub_id) ON DELETE CASCADE,
  constraint status_notices_kind_check CHECK ((kind = ANY (ARRAY['report_created'::text, 'report_updated'::text, 'report_resolved'::text, 'maintenance_scheduled'::text, 'maintenance_updated'::text, 'maintenance_reminder'::text, 'maintenance_started'::text, 'maintenance_completed'::text, 'maintenance_cancelled'::text])))
);
CREATE INDEX status_notices_due ON public.status_notices USING btree (due_at) WHERE (expanded_at IS NULL);
CREATE UNIQUE INDEX status_notices_once ON public.status_notices USING btree (tenant_id, hub_id, subject_id, update_id, kind);

create table status_templates (
  tenant_id text not null,
  template_id text not null,
  kind text not null,
  name text not null,
  title text not null,
  body text not null,
  state text,
  statuses jsonb default '[]'::jsonb not null,
  duration_minutes integer,
  silent boolean,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint status_templates_pkey PRIMARY KEY (tenant_id, template_id),
  constraint status_templates_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE,
  constraint status_templates_kind_check CHECK ((kind = ANY (ARRAY['report'::text, 'maintenance'::text])))
);

create table subscriber_suppressions (
  tenant_id text not null,
  hub_id text not null,
  channel text not null,
  address_hash bytea not null,
  created_at timestamp with time zone not null,
  constraint subscriber_suppressions_pkey PRIMARY KEY (tenant_id, hub_id, channel, address_hash),
  constraint subscriber_suppressions_tenant_id_hub_id_fkey FOREIGN KEY (tenant_id, hub_id) REFERENCES hubs(tenant_id, hub_id) ON DELETE CASCADE,
  constraint subscriber_suppressions_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'webhook'::text, 'slack'::text])))
);

create table subscribers (
  tenant_id text not null,
  hub_id text not null,
  subscriber_id text not null,
  channel text not null,
  address bytea not null,
  address_hash bytea not null,
  label text not null,
  service_ids text[],
  locale text not null,
  confirmed_at timestamp with time zone,
  confirm_sent_at timestamp with time zone,
  unsubscribed_at timestamp with time zone,
  generation integer default 1 not null,
  source text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  confirm_due_at timestamp with time zone,
  confirm_attempts integer default 0 not null,
  constraint subscribers_pkey PRIMARY KEY (tenant_id, hub_id, subscriber_id),
  constraint subscribers_tenant_id_hub_id_fkey FOREIGN KEY (tenant_id, hub_id) REFERENCES hubs(tenant_id, hub_id) ON DELETE CASCADE,
  constraint subscribers_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'webhook'::text, 'slack'::text]))),
  constraint subscribers_source_check CHECK ((source = ANY (ARRAY['self'::text, 'person'::text, 'import'::text])))
);
CREATE UNIQUE INDEX subscribers_address ON public.subscribers USING btree (tenant_id, hub_id, channel, address_hash);
CREATE INDEX subscribers_confirm_due ON public.subscribers USING btree (confirm_due_at) WHERE (confirm_due_at IS NOT NULL);
CREATE INDEX subscribers_confirm_sent ON public.subscribers USING btree (tenant_id, hub_id, confirm_sent_at) WHERE (confirm_sent_at IS NOT NULL);

create table subscription_confirmations (
  tenant_id text not null,
  integration_id text not null,
  url_hash bytea not null,
  url text not null,
  subject text not null,
  request jsonb not null,
  body bytea not null,
  attempts integer default 0 not null,
  due_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  constraint subscription_confirmations_pkey PRIMARY KEY (tenant_id, integration_id, url_hash),
  constraint subscription_confirmations_tenant_id_integration_id_fkey FOREIGN KEY (tenant_id, integration_id) REFERENCES integrations(tenant_id, integration_id) ON DELETE CASCADE
);
CREATE INDEX subscription_confirmations_due ON public.subscription_confirmations USING btree (due_at);

create table tenants (
  tenant_id text not null,
  slug text not null,
  name text not null,
  account_id bigint not null,
  settings jsonb default '{}'::jsonb not null,
  created_at timestamp with time zone default now() not null,
  services_changed_at timestamp with time zone default now() not null,
  erasing_since timestamp with time zone,
  constraint tenants_pkey PRIMARY KEY (tenant_id),
  constraint tenants_check CHECK ((tenant_id = ('ten_'::text || slug)))
);
comment on column tenants.account_id is 'The numeric account of Flashduty payloads';

create table timeline_entries (
  tenant_id text not null,
  incident_id text not null,
  seq integer not null,
  at timestamp with time zone not null,
  kind text not null,
  actor jsonb not null,
  detail json not null,
  constraint timeline_entries_pkey PRIMARY KEY (tenant_id, incident_id, seq)
);

create table triage_subjects (
  tenant_id text not null,
  incident_id text not null,
  due_at timestamp with time zone,
  reason text,
  requested_by jsonb,
  requested_at timestamp with time zone,
  failures integer default 0 not null,
  attempt integer default 0 not null,
  finished_at timestamp with time zone,
  severity text,
  alert_count integer default 0 not null,
  alert_kinds text[] default '{}'::text[] not null,
  watched boolean default true not null,
  constraint triage_subjects_pkey PRIMARY KEY (tenant_id, incident_id),
  constraint triage_subjects_reason_check CHECK ((reason = ANY (ARRAY['opened'::text, 'reopened'::text, 'merged'::text, 'severity'::text, 'alerts'::text, 'requested'::text])))
);
CREATE INDEX triage_subjects_due ON public.triage_subjects USING btree (tenant_id, due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX triage_subjects_watched ON public.triage_subjects USING btree (tenant_id, incident_id) WHERE watched;

create table triages (
  tenant_id text not null,
  incident_id text not null,
  attempt integer not null,
  outcome text not null,
  reason text not null,
  requested_by jsonb,
  requested_at timestamp with time zone not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone not null,
  engine text not null,
  result json,
  error text,
  model_state text default 'off'::text not null,
  model_reason text,
  model_name text,
  model_calls integer default 0 not null,
  model_leased_until timestamp with time zone,
  refinement json,
  stored_at timestamp with time zone default now() not null,
  constraint triages_pkey PRIMARY KEY (tenant_id, incident_id, attempt),
  constraint triages_model_state_check CHECK ((model_state = ANY (ARRAY['off'::text, 'pending'::text, 'refined'::text, 'failed'::text]))),
  constraint triages_outcome_check CHECK ((outcome = ANY (ARRAY['triaged'::text, 'inconclusive'::text, 'failed'::text])))
);
CREATE INDEX triages_pending ON public.triages USING btree (tenant_id, stored_at) WHERE (model_state = 'pending'::text);

create table webhooks (
  tenant_id text not null,
  webhook_id text not null,
  kind text not null,
  name text not null,
  url text not null,
  headers bytea,
  verify_tls boolean default true not null,
  ca text,
  event_types text[] not null,
  service_ids text[],
  template json,
  preset text default 'default'::text not null,
  timeout_ms integer not null,
  max_in_flight integer not null,
  ordering text not null,
  max_attempts integer not null,
  retry_delays jsonb not null,
  enabled boolean default true not null,
  disabled_reason text,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint webhooks_pkey PRIMARY KEY (tenant_id, webhook_id),
  constraint webhooks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id) ON DELETE CASCADE,
  constraint webhooks_kind_check CHECK ((kind = ANY (ARRAY['webhook'::text, 'action'::text, 'subscriber'::text]))),
  constraint webhooks_ordering_check CHECK ((ordering = ANY (ARRAY['strict'::text, 'latest'::text, 'none'::text]))),
  constraint webhooks_preset_check CHECK ((preset = ANY (ARRAY['default'::text, 'flashduty'::text])))
);
