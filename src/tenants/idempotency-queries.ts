import type { Db } from '../store/connection.ts';

/** Which request a stored reply belongs to. */
export interface ReplySlot {
  readonly route: string;
  readonly key: string;
}

/**
 * True when this transaction now owns the slot: the key is new, or its reply is older than
 * `validSince`. Waits for a concurrent request with the same key to commit or roll back.
 */
export async function claimReplySlot(
  db: Db,
  tenantId: string,
  slot: ReplySlot,
  claim: { fingerprint: string; now: Date; validSince: Date },
): Promise<boolean> {
  const values = { fingerprint: claim.fingerprint, reply: 'null', created_at: claim.now };
  const row = await db
    .insertInto('idempotency_keys')
    .values({ tenant_id: tenantId, ...slot, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'route', 'key'])
        .doUpdateSet(values)
        .where('idempotency_keys.created_at', '<', claim.validSince),
    )
    .returning('key')
    .executeTakeFirst();
  return row !== undefined;
}

export function findReply(db: Db, tenantId: string, slot: ReplySlot) {
  return db
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'reply'])
    .where('tenant_id', '=', tenantId)
    .where('route', '=', slot.route)
    .where('key', '=', slot.key)
    .executeTakeFirst();
}

export async function saveReply(db: Db, tenantId: string, slot: ReplySlot, reply: string) {
  await db
    .updateTable('idempotency_keys')
    .set({ reply })
    .where('tenant_id', '=', tenantId)
    .where('route', '=', slot.route)
    .where('key', '=', slot.key)
    .execute();
}

/** Drops a tenant's replies that are older than `before`. */
export async function deleteRepliesBefore(db: Db, tenantId: string, before: Date): Promise<void> {
  await db
    .deleteFrom('idempotency_keys')
    .where('tenant_id', '=', tenantId)
    .where('created_at', '<', before)
    .execute();
}
