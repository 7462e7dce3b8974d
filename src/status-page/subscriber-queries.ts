import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { StatusTables, SubscriberChannel } from '../store/status-tables.ts';

// Who wants to be told what a hub says.

export type SubscriberRow = Selectable<StatusTables['subscribers']>;
export type NewSubscriber = Omit<Insertable<StatusTables['subscribers']>, 'tenant_id' | 'hub_id'>;

/** Which hub's subscribers are meant. */
export interface HubKey {
  readonly tenantId: string;
  readonly hubId: string;
}

function subscribers(db: Db, { tenantId, hubId }: HubKey) {
  return db
    .selectFrom('subscribers')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('hub_id', '=', hubId);
}

/** Undefined for an address that is there already: each is once a hub. */
export async function insertSubscriber(
  tx: Db,
  { tenantId, hubId }: HubKey,
  row: NewSubscriber,
): Promise<SubscriberRow | undefined> {
  return tx
    .insertInto('subscribers')
    .values({ ...row, tenant_id: tenantId, hub_id: hubId })
    .onConflict((on) => on.columns(['tenant_id', 'hub_id', 'channel', 'address_hash']).doNothing())
    .returningAll()
    .executeTakeFirst();
}

export function findSubscriber(
  db: Db,
  hub: HubKey,
  subscriberId: string,
): Promise<SubscriberRow | undefined> {
  return subscribers(db, hub).where('subscriber_id', '=', subscriberId).executeTakeFirst();
}

/** Those of the subscribers that exist, by id. */
export function listSubscribersById(
  db: Db,
  hub: HubKey,
  ids: readonly string[],
): Promise<SubscriberRow[]> {
  return subscribers(db, hub)
    .where('subscriber_id', 'in', [...ids])
    .orderBy('subscriber_id')
    .execute();
}

/** Locks the subscriber against other writers. */
export function lockSubscriber(
  tx: Db,
  hub: HubKey,
  subscriberId: string,
): Promise<SubscriberRow | undefined> {
  return subscribers(tx, hub)
    .where('subscriber_id', '=', subscriberId)
    .forUpdate()
    .executeTakeFirst();
}

/** The same by address. */
export function lockSubscriberOf(
  tx: Db,
  hub: HubKey,
  channel: SubscriberChannel,
  addressHash: Buffer,
): Promise<SubscriberRow | undefined> {
  return subscribers(tx, hub)
    .where('channel', '=', channel)
    .where('address_hash', '=', addressHash)
    .forUpdate()
    .executeTakeFirst();
}

/** The subscriber as it is then. */
export function saveSubscriber(
  tx: Db,
  { tenantId, hubId }: HubKey,
  subscriberId: string,
  values: Updateable<StatusTables['subscribers']>,
): Promise<SubscriberRow> {
  return tx
    .updateTable('subscribers')
    .set(values)
    .where('tenant_id', '=', tenantId)
    .where('hub_id', '=', hubId)
    .where('subscriber_id', '=', subscriberId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Erases the subscriber; what it was told stays as a number without an address. */
export async function deleteSubscriberRow(
  tx: Db,
  { tenantId, hubId }: HubKey,
  subscriberId: string,
): Promise<void> {
  await tx
    .deleteFrom('subscribers')
    .where('tenant_id', '=', tenantId)
    .where('hub_id', '=', hubId)
    .where('subscriber_id', '=', subscriberId)
    .execute();
}

export type SubscriberState = 'unconfirmed' | 'active' | 'unsubscribed';

/** What of the list is wanted; null: any. */
export interface SubscriberFilter {
  readonly channel: SubscriberChannel | null;
  readonly state: SubscriberState | null;
  readonly serviceId: string | null;
  /** Part of the address as people see it. */
  readonly text: string | null;
}

/** Newest first; `before` is an id, exclusive. */
export function listSubscriberRows(
  db: Db,
  hub: HubKey,
  filter: SubscriberFilter,
  before: string | null,
  limit: number,
): Promise<SubscriberRow[]> {
  const { channel, state, serviceId, text } = filter;
  return subscribers(db, hub)
    .$if(channel !== null, (q) => q.where('channel', '=', channel ?? 'email'))
    .$if(state === 'unconfirmed', (q) =>
      q.where('confirmed_at', 'is', null).where('unsubscribed_at', 'is', null),
    )
    .$if(state === 'active', (q) =>
      q.where('confirmed_at', 'is not', null).where('unsubscribed_at', 'is', null),
    )
    .$if(state === 'unsubscribed', (q) => q.where('unsubscribed_at', 'is not', null))
    .$if(serviceId !== null, (q) =>
      q.where(sql<boolean>`(service_ids is null or ${serviceId} = any(service_ids))`),
    )
    .$if(text !== null, (q) => q.where(sql<boolean>`strpos(lower(label), lower(${text})) > 0`))
    .$if(before !== null, (q) => q.where('subscriber_id', '<', before ?? ''))
    .orderBy('subscriber_id', 'desc')
    .limit(limit)
    .execute();
}

/** How many subscribers a hub has, by channel and state. */
export interface SubscriberCount {
  readonly channel: SubscriberChannel;
  readonly active: number;
  readonly unconfirmed: number;
  readonly unsubscribed: number;
}

export async function countSubscribers(
  db: Db,
  { tenantId, hubId }: HubKey,
): Promise<SubscriberCount[]> {
  const { rows } = await sql<SubscriberCount>`
    select channel,
      count(*) filter (where confirmed_at is not null and unsubscribed_at is null) as active,
      count(*) filter (where confirmed_at is null and unsubscribed_at is null) as unconfirmed,
      count(*) filter (where unsubscribed_at is not null) as unsubscribed
    from subscribers where tenant_id = ${tenantId} and hub_id = ${hubId}
    group by channel`.execute(db);
  return rows;
}
