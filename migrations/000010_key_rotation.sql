-- Rotation of the hub's secret key (docs/guides/operate.md, "Rotate the secret key"). Both tables are of
-- the hub, not of a tenant.

-- Keys that sealed values may rest on: a hub that lacks one of them does not start.
create table sealing_keys (
  -- 8 hex digits of the key's SHA-256.
  key_id text primary key,
  -- A known text sealed under the key.
  proof bytea not null,
  first_used_at timestamptz not null default now()
);

-- Hubs that run now, with the keys they know: what is replaced under one is known to all before.
create table server_processes (
  process_id text primary key,
  host text not null,
  os_process_id integer not null,
  -- Seals and signs.
  sealing_key text not null,
  -- Opens and verifies, the first one included.
  opening_keys text[] not null,
  seen_at timestamptz not null default now()
);
