-- A tenant's own recipes: each saving is a version that stays as it was, also when the recipe is
-- deleted, since runs were approved by version. Those of the starter set are files of the hub.
create table recipes (
  tenant_id text not null references tenants on delete cascade,
  slug text not null,
  version integer not null check (version > 0),
  -- As the text reads, with this version; json keeps the order of its fields.
  document json not null,
  text text not null,
  -- SHA-256 of the text, hex.
  digest text not null,
  created_by jsonb not null,
  created_at timestamptz not null,
  -- In all versions of a recipe that was deleted.
  deleted_at timestamptz,
  primary key (tenant_id, slug, version)
);

-- Recipes that are not offered, a tenant's own and those of the starter set alike.
create table disabled_recipes (
  tenant_id text not null references tenants on delete cascade,
  slug text not null,
  disabled_by jsonb not null,
  disabled_at timestamptz not null,
  primary key (tenant_id, slug)
);

-- Values of headers that recipes name and never hold.
create table recipe_secrets (
  tenant_id text not null references tenants on delete cascade,
  name text not null,
  -- Under TOCSIN_SECRET_KEY.
  value bytea not null,
  changed_by jsonb not null,
  updated_at timestamptz not null,
  primary key (tenant_id, name)
);
