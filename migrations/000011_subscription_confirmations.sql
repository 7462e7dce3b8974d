-- Subscriptions that a sender asked to confirm (Amazon SNS): called after the reply, and by whoever
-- runs then when this process does not live to do it.

create table subscription_confirmations (
  tenant_id text not null,
  integration_id text not null,
  -- SHA-256 of the URL: a sender that asks again while it waits asks for nothing more.
  url_hash bytea not null,
  url text not null,
  subject text not null,
  -- Of the request that asked, for the receipt; headers are redacted.
  request jsonb not null,
  body bytea not null,
  attempts integer not null default 0,
  -- While somebody calls: when somebody else may.
  due_at timestamptz not null,
  created_at timestamptz not null,
  primary key (tenant_id, integration_id, url_hash),
  foreign key (tenant_id, integration_id) references integrations on delete cascade
);
create index subscription_confirmations_due on subscription_confirmations (due_at);
