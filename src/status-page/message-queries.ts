import { type Selectable, sql, type Updateable } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { StatusTables, SubscriberChannel } from '../store/status-tables.ts';
import type { NoticeRow } from './notice-queries.ts';

// Who was told what, and how that went.

export type MessageRow = Selectable<StatusTables['status_messages']>;

/** Which message: one recipient of one notice. */
export type MessageKey = Pick<MessageRow, 'tenant_id' | 'hub_id' | 'notice_id' | 'subscriber_id'>;

/** A subscriber that a notice reaches; `isNew` unless there was a message already. */
export interface Reached {
  readonly subscriberId: string;
  readonly channel: SubscriberChannel;
  readonly isNew: boolean;
}

/**
 * Writes the messages of a notice for the next `limit` of its recipients after `after`, each once
 * (research/statuspage.md §1.4, "Recipients"; `rules/audience.ts` says the same).
 */
export async function insertMessages(
  tx: Db,
  notice: NoticeRow,
  portion: { readonly after: string; readonly limit: number; readonly now: Date },
  noMail: string | null,
): Promise<Reached[]> {
  const { tenant_id, hub_id, notice_id, service_ids } = notice;
  const { after, limit, now } = portion;
  const { rows } = await sql<Reached>`
    with reached as (
      select subscriber_id, channel from subscribers
      where tenant_id = ${tenant_id} and hub_id = ${hub_id}
        and confirmed_at is not null and unsubscribed_at is null
        and (service_ids is null or service_ids && ${service_ids}::text[])
        and subscriber_id > ${after}
      order by subscriber_id limit ${limit}
    ), written as (
      insert into status_messages (tenant_id, hub_id, notice_id, subscriber_id, channel, status,
        reason, next_attempt_at, created_at, updated_at)
      select ${tenant_id}, ${hub_id}, ${notice_id}, subscriber_id, channel,
        case when channel = 'email' and ${noMail}::text is not null then 'skipped' else 'pending' end,
        case when channel = 'email' then ${noMail}::text end,
        ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz
      from reached
      on conflict do nothing
      returning subscriber_id
    )
    select r.subscriber_id as "subscriberId", r.channel, w.subscriber_id is not null as "isNew"
    from reached r left join written w using (subscriber_id)
    order by r.subscriber_id`.execute(tx);
  return rows;
}

/** How many would be told of something about these services, by channel. */
export async function countRecipientsByChannel(
  db: Db,
  tenantId: string,
  hubId: string,
  serviceIds: readonly string[],
): Promise<readonly { readonly channel: SubscriberChannel; readonly count: number }[]> {
  return db
    .selectFrom('subscribers')
    .select(['channel', (eb) => eb.fn.countAll<number>().as('count')])
    .where('tenant_id', '=', tenantId)
    .where('hub_id', '=', hubId)
    .where('confirmed_at', 'is not', null)
    .where('unsubscribed_at', 'is', null)
    .where(sql<boolean>`(service_ids is null or service_ids && ${[...serviceIds]}::text[])`)
    .groupBy('channel')
    .execute();
}

export async function saveMessage(
  tx: Db,
  key: MessageKey,
  values: Updateable<StatusTables['status_messages']>,
): Promise<void> {
  await tx
    .updateTable('status_messages')
    .set(values)
    .where('tenant_id', '=', key.tenant_id)
    .where('hub_id', '=', key.hub_id)
    .where('notice_id', '=', key.notice_id)
    .where('subscriber_id', '=', key.subscriber_id)
    .execute();
}

/** A mail this process may send until the lease ends. */
export interface LeasedMessage extends MessageKey {
  readonly attempts: number;
  readonly created_at: Date;
  readonly leased_until: Date;
}

/** Messages of one tenant in a lease at most: tenants take turns. */
const MOST_OF_ONE = 10;

/**
 * Leases mails that are due, a few of each tenant, tenants in random order; who holds the lease
 * counts as having tried. Tenants are found by skipping through the index, however many mails each
 * has.
 */
export async function leaseMessages(
  db: Db,
  now: Date,
  until: Date,
  limit: number,
): Promise<LeasedMessage[]> {
  const { rows } = await sql<LeasedMessage>`
    with recursive tenant as (
      (select tenant_id from status_messages where status = 'pending' and channel = 'email'
        order by tenant_id limit 1)
      union all
      select n.tenant_id from tenant t cross join lateral (
        select m.tenant_id from status_messages m
        where m.status = 'pending' and m.channel = 'email' and m.tenant_id > t.tenant_id
        order by m.tenant_id limit 1) n
    ), turn as (
      select tenant_id from tenant order by random()
    ), picked as (
      select m.* from turn t cross join lateral (
        select tenant_id, hub_id, notice_id, subscriber_id from status_messages
        where tenant_id = t.tenant_id and status = 'pending' and channel = 'email'
          and next_attempt_at <= ${now}
        order by next_attempt_at limit ${MOST_OF_ONE} for update skip locked) m
      limit ${limit}
    )
    update status_messages m set leased_until = ${until}, next_attempt_at = ${until},
      attempts = m.attempts + 1, updated_at = ${now}
    from picked p
    where m.tenant_id = p.tenant_id and m.hub_id = p.hub_id and m.notice_id = p.notice_id
      and m.subscriber_id = p.subscriber_id
    returning m.tenant_id, m.hub_id, m.notice_id, m.subscriber_id, m.attempts, m.created_at,
      m.leased_until`.execute(db);
  return rows;
}

/** Stores what came of a mail, unless the lease was lost meanwhile. */
export async function finishMessage(
  db: Db,
  leased: LeasedMessage,
  values: Updateable<StatusTables['status_messages']>,
): Promise<void> {
  await db
    .updateTable('status_messages')
    .set({ ...values, leased_until: null })
    .where('tenant_id', '=', leased.tenant_id)
    .where('hub_id', '=', leased.hub_id)
    .where('notice_id', '=', leased.notice_id)
    .where('subscriber_id', '=', leased.subscriber_id)
    .where('leased_until', '=', leased.leased_until)
    .execute();
}

/** Deliveries under way that are due to be looked at, the next look already noted. */
export async function takeUnderWay(
  tx: Db,
  now: Date,
  next: Date,
  limit: number,
): Promise<MessageRow[]> {
  const { rows } = await sql<MessageRow>`
    update status_messages m set next_attempt_at = ${next}
    from (
      select tenant_id, hub_id, notice_id, subscriber_id from status_messages
      where status = 'pending' and channel <> 'email' and next_attempt_at <= ${now}
      order by next_attempt_at limit ${limit} for update skip locked
    ) p
    where m.tenant_id = p.tenant_id and m.hub_id = p.hub_id and m.notice_id = p.notice_id
      and m.subscriber_id = p.subscriber_id
    returning m.*`.execute(tx);
  return rows;
}

/** A message with whom it is for; null once they are erased. */
export type MessageOf = MessageRow & { readonly label: string | null };

export type MessageStatus = MessageRow['status'];

/** Recipients of a notice by id; `after` is an id, exclusive. */
export function listMessageRows(
  db: Db,
  notice: Pick<NoticeRow, 'tenant_id' | 'hub_id' | 'notice_id'>,
  filter: { readonly status: MessageStatus | null; readonly after: string },
  limit: number,
): Promise<MessageOf[]> {
  const { status, after } = filter;
  return db
    .selectFrom('status_messages as m')
    .leftJoin('subscribers as s', (join) =>
      join
        .onRef('s.tenant_id', '=', 'm.tenant_id')
        .onRef('s.hub_id', '=', 'm.hub_id')
        .onRef('s.subscriber_id', '=', 'm.subscriber_id'),
    )
    .selectAll('m')
    .select('s.label')
    .where('m.tenant_id', '=', notice.tenant_id)
    .where('m.hub_id', '=', notice.hub_id)
    .where('m.notice_id', '=', notice.notice_id)
    .where('m.subscriber_id', '>', after)
    .$if(status !== null, (q) => q.where('m.status', '=', status ?? 'pending'))
    .orderBy('m.subscriber_id')
    .limit(limit)
    .execute();
}

/** Messages of notices by status: `notice id` to counts. */
export async function countMessages(
  db: Db,
  tenantId: string,
  hubId: string,
  noticeIds: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<MessageStatus, number>>>> {
  if (noticeIds.length === 0) return new Map();
  const { rows } = await sql<Record<MessageStatus, number> & { readonly id: string }>`
    select notice_id as id, count(*) filter (where status = 'pending') as pending,
      count(*) filter (where status = 'sent') as sent,
      count(*) filter (where status = 'failed') as failed,
      count(*) filter (where status = 'skipped') as skipped
    from status_messages where tenant_id = ${tenantId} and hub_id = ${hubId}
      and notice_id = any(${[...noticeIds]}::text[])
    group by notice_id`.execute(db);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

/** The last message of each subscriber. */
export async function listLastMessages(
  db: Db,
  tenantId: string,
  hubId: string,
  subscriberIds: readonly string[],
): Promise<ReadonlyMap<string, MessageRow>> {
  if (subscriberIds.length === 0) return new Map();
  const { rows } = await sql<MessageRow>`
    select m.* from unnest(${[...subscriberIds]}::text[]) as s(id) cross join lateral (
      select * from status_messages where tenant_id = ${tenantId} and hub_id = ${hubId}
        and subscriber_id = s.id
      order by created_at desc, notice_id desc limit 1) m`.execute(db);
  return new Map(rows.map((row) => [row.subscriber_id, row]));
}

/** Forgets who was told what before then. */
export async function deleteOldMessages(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('status_messages').where('created_at', '<', before).execute();
}
