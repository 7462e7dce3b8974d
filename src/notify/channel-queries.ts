import type { Insertable, Selectable } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

export type ChannelRow = Selectable<Tables['chat_channels']>;

function channels(db: Db, tenantId: string) {
  return db.selectFrom('chat_channels').selectAll().where('tenant_id', '=', tenantId);
}

export function findChannel(
  db: Db,
  tenantId: string,
  channelId: string,
): Promise<ChannelRow | undefined> {
  return channels(db, tenantId).where('channel_id', '=', channelId).executeTakeFirst();
}

/** Locks the channel against other writers. */
export function lockChannel(
  tx: Db,
  tenantId: string,
  channelId: string,
): Promise<ChannelRow | undefined> {
  return channels(tx, tenantId).where('channel_id', '=', channelId).forUpdate().executeTakeFirst();
}

/** Oldest first; `after` is an id, exclusive. */
export function listChannelRows(
  db: Db,
  tenantId: string,
  after: string,
  limit: number,
): Promise<ChannelRow[]> {
  return channels(db, tenantId)
    .where('channel_id', '>', after)
    .orderBy('channel_id')
    .limit(limit)
    .execute();
}

export async function countChannels(db: Db, tenantId: string): Promise<number> {
  const row = await db
    .selectFrom('chat_channels')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tenantId)
    .executeTakeFirstOrThrow();
  return row.count;
}

export async function insertChannel(
  db: Db,
  tenantId: string,
  row: Omit<Insertable<Tables['chat_channels']>, 'tenant_id'>,
): Promise<ChannelRow> {
  return db
    .insertInto('chat_channels')
    .values({ ...row, tenant_id: tenantId })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function saveChannel(tx: Db, tenantId: string, row: ChannelRow): Promise<void> {
  const { tenant_id: _tenant, channel_id, created_at: _created, ...values } = row;
  await tx
    .updateTable('chat_channels')
    .set(values)
    .where('tenant_id', '=', tenantId)
    .where('channel_id', '=', channel_id)
    .execute();
}

/** Deletes the channel and the reminders it would get; the history of what it was told stays. */
export async function deleteChannel(tx: Db, tenantId: string, channelId: string): Promise<void> {
  await tx
    .deleteFrom('reminders')
    .where('tenant_id', '=', tenantId)
    .where('recipient_id', '=', channelId)
    .execute();
  await tx
    .deleteFrom('chat_channels')
    .where('tenant_id', '=', tenantId)
    .where('channel_id', '=', channelId)
    .execute();
}
