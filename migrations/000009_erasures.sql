-- Erasure of tenants, members and subscribers (docs/guides/privacy.md).

-- A tenant that is being erased: nobody finds it any more, its rows go in batches.
alter table tenants add column erasing_since timestamptz;

-- What stays of an erased tenant. Of the hub, not of a tenant: for the operator.
create table erased_tenants (
  slug text not null,
  requested_at timestamptz not null,
  -- Null while rows of it are left.
  finished_at timestamptz,
  deleted_rows bigint not null default 0,
  primary key (slug, requested_at)
);
create index erased_tenants_under_way on erased_tenants (requested_at) where finished_at is null;

-- Members whose name and address are being taken out of the history; the row goes when they are.
create table member_erasures (
  tenant_id text not null references tenants on delete cascade,
  member_id text not null,
  person_id bigint,
  name text not null,
  email text not null,
  requested_at timestamptz not null,
  -- When all places were gone through for the first time; once more when nothing is under way.
  swept_at timestamptz,
  primary key (tenant_id, member_id)
);

-- Addresses that no import and no person brings back to a hub; only who they belong to does.
create table subscriber_suppressions (
  tenant_id text not null,
  hub_id text not null,
  channel text not null check (channel in ('email', 'webhook', 'slack')),
  -- SHA-256 of hub and address.
  address_hash bytea not null,
  created_at timestamptz not null,
  primary key (tenant_id, hub_id, channel, address_hash),
  foreign key (tenant_id, hub_id) references hubs on delete cascade
);
