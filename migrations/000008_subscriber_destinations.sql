-- Subscribers of status pages: their endpoints are destinations of the lanes, their confirmations and
-- big lists of recipients are worked off in portions.

alter table webhooks drop constraint webhooks_kind_check;
alter table webhooks add constraint webhooks_kind_check
  check (kind in ('webhook', 'action', 'subscriber'));

alter table deliveries drop constraint deliveries_origin_check;
alter table deliveries add constraint deliveries_origin_check
  check (origin in ('event', 'replay', 'test', 'action', 'notice'));

-- When the mail with the confirmation or manage link is (again) to be sent; null: there is none.
alter table subscribers add column confirm_due_at timestamptz;
alter table subscribers add column confirm_attempts integer not null default 0;
create index subscribers_confirm_due on subscribers (confirm_due_at) where confirm_due_at is not null;
-- Confirmations of a hub are counted against its limit.
create index subscribers_confirm_sent on subscribers (tenant_id, hub_id, confirm_sent_at)
  where confirm_sent_at is not null;

-- The last subscriber a notice has a message for, while its recipients are being written.
alter table status_notices add column expanded_to text;

-- What is to be sent, tenant by tenant, so that a big list of one does not hold up the others.
drop index status_messages_due;
create index status_messages_due on status_messages (tenant_id, next_attempt_at)
  where status = 'pending' and channel = 'email';
-- Deliveries under way, whose outcome is looked for.
create index status_messages_under_way on status_messages (next_attempt_at)
  where status = 'pending' and channel <> 'email';
