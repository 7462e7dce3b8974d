-- People who sign in: better-auth's tables in a schema of their own, who of them is a member where,
-- invitations, the first owner's setup link, and attempts to sign in.

-- A person is one for the whole hub and a member of any number of tenants, so that nothing in this
-- schema has a tenant (decision 0014). Its names are told to better-auth in tenants/auth-options.ts.
create schema auth;

create table auth.users (
  id text primary key,
  name text not null,
  -- Lower case.
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table auth.sessions (
  id text primary key,
  user_id text not null references auth.users on delete cascade,
  -- Of no use by itself: the cookie is signed with the hub's secret key.
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sessions_user on auth.sessions (user_id);

-- Ways to sign in: a password (provider "credential"), or the identity at the OpenID provider.
create table auth.accounts (
  id text primary key,
  user_id text not null references auth.users on delete cascade,
  provider_id text not null,
  account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index accounts_user on auth.accounts (user_id);

-- What waits for a short while: second factors, sign-ins at the OpenID provider, password resets.
create table auth.verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_identifier on auth.verifications (identifier);

create table auth.two_factors (
  id text primary key,
  user_id text not null unique references auth.users on delete cascade,
  -- Both encrypted with the hub's secret key.
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  failed_verification_count integer not null default 0,
  locked_until timestamptz
);

-- Null: does not sign in; somebody whom API keys or services name.
alter table members add column user_id text references auth.users on delete set null;
create unique index members_of_tenant_user on members (tenant_id, user_id);
-- Asked before a tenant is known: where is this person a member, and who is invited by this address?
create index members_user on members (user_id) where user_id is not null;
create index members_address on members (lower(email)) where user_id is null;

create table invitations (
  tenant_id text not null references tenants on delete cascade,
  invitation_id text not null,
  email text not null,
  role text not null check (role in ('owner', 'admin', 'responder', 'viewer')),
  invited_by jsonb not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (tenant_id, invitation_id)
);
create unique index invitations_email on invitations (tenant_id, lower(email));
create index invitations_address on invitations (lower(email));

-- Two links of one invitation: the one that was shown, and the one that was mailed, which alone
-- proves that the address is the person's.
alter table credential_lookups drop constraint credential_lookups_kind_check;
alter table credential_lookups add constraint credential_lookups_kind_check
  check (kind in ('api_key', 'integration_key', 'invitation', 'invitation_mail'));

-- Links that make the first owner; every start without an owner prints a new one.
create table setup_links (
  hash bytea primary key,
  expires_at timestamptz not null
);

-- Attempts to sign in since the last success, by the SHA-256 of the address, known or not.
create table sign_in_attempts (
  account bytea primary key,
  attempts integer not null,
  since timestamptz not null
);
create index sign_in_attempts_since on sign_in_attempts (since);
