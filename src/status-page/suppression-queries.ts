import { sha256 } from '../kernel/hashing.ts';
import type { Db } from '../store/connection.ts';
import type { SubscriberChannel } from '../store/status-tables.ts';
import type { ReadAddress } from './subscriber-address.ts';
import type { HubKey, SubscriberRow } from './subscriber-queries.ts';

// Addresses that were erased for good: only their hash is kept, and only who they belong to brings
// them back.

/** Other hubs have other hashes of the same address, so that lists cannot be compared. */
function hashFor(hubId: string, addressHash: Buffer): Buffer {
  return sha256(`${hubId} ${addressHash.toString('hex')}`);
}

/** Keeps imports and people from adding the address to the hub again. */
export async function insertSuppression(
  tx: Db,
  { tenantId, hubId }: HubKey,
  { channel, address_hash }: Pick<SubscriberRow, 'channel' | 'address_hash'>,
  now: Date,
): Promise<void> {
  await tx
    .insertInto('subscriber_suppressions')
    .values({
      tenant_id: tenantId,
      hub_id: hubId,
      channel,
      address_hash: hashFor(hubId, address_hash),
      created_at: now,
    })
    .onConflict((on) => on.doNothing())
    .execute();
}

/** Whether the address was erased for good. */
export async function isSuppressed(
  db: Db,
  { tenantId, hubId }: HubKey,
  channel: SubscriberChannel,
  address: Pick<ReadAddress, 'hash'>,
): Promise<boolean> {
  const row = await db
    .selectFrom('subscriber_suppressions')
    .select('hub_id')
    .where('tenant_id', '=', tenantId)
    .where('hub_id', '=', hubId)
    .where('channel', '=', channel)
    .where('address_hash', '=', hashFor(hubId, address.hash))
    .executeTakeFirst();
  return row !== undefined;
}
