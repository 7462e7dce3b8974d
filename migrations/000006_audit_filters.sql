-- What the settings need: an audit log that is filtered, keys that end, rules that are switched off.

-- Newest first by audit id within what is asked for. Actions also by their noun ("incident.%").
create index audit_entries_action on audit_entries (tenant_id, action text_pattern_ops, audit_id);
create index audit_entries_target on audit_entries (tenant_id, target_id, audit_id);
-- The operator and the hub itself have no id: they are asked for by their kind.
create index audit_entries_actor
  on audit_entries (tenant_id, (coalesce(actor ->> 'id', actor ->> 'type')), audit_id);
create index audit_entries_at on audit_entries (tenant_id, at);

-- Null: until it is revoked.
alter table api_keys add column expires_at timestamptz;

-- A rule that is switched off keeps its place and is not asked.
alter table routing_rules add column enabled boolean not null default true;
