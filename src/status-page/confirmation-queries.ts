import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { HubKey, SubscriberRow } from './subscriber-queries.ts';

// Subscribers on their way in and out: who is asked to confirm, and who is forgotten.

/** Confirmations that went out for a hub since then. */
export async function countConfirmations(
  db: Db,
  { tenantId, hubId }: HubKey,
  since: Date,
): Promise<number> {
  const row = await db
    .selectFrom('subscribers')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tenantId)
    .where('hub_id', '=', hubId)
    .where('confirm_sent_at', '>=', since)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Endpoints on a host that a hub got since then. */
export async function countNewEndpoints(
  db: Db,
  { tenantId, hubId }: HubKey,
  host: string,
  since: Date,
): Promise<number> {
  const row = await db
    .selectFrom('subscribers')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tenantId)
    .where('hub_id', '=', hubId)
    .where('channel', '<>', 'email')
    .where('label', '=', host)
    .where('created_at', '>=', since)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** A confirmation that this process may send until the lease (`confirm_due_at`) ends. */
export type LeasedConfirmation = SubscriberRow & { readonly confirm_due_at: Date };

/** Leases mails that confirm a subscription; who holds the lease counts as having tried. */
export async function leaseConfirmations(
  db: Db,
  now: Date,
  until: Date,
  limit: number,
): Promise<LeasedConfirmation[]> {
  const { rows } = await sql<LeasedConfirmation>`
    update subscribers s set confirm_due_at = ${until}, confirm_attempts = confirm_attempts + 1
    from (
      select tenant_id, hub_id, subscriber_id from subscribers where confirm_due_at <= ${now}
      order by confirm_due_at limit ${limit} for update skip locked
    ) p
    where s.tenant_id = p.tenant_id and s.hub_id = p.hub_id
      and s.subscriber_id = p.subscriber_id
    returning s.*`.execute(db);
  return rows;
}

/** When the confirmation is tried again; null: it went out, or is given up. */
export async function finishConfirmation(
  db: Db,
  leased: LeasedConfirmation,
  nextAt: Date | null,
): Promise<void> {
  await db
    .updateTable('subscribers')
    .set({ confirm_due_at: nextAt, ...(nextAt === null && { confirm_attempts: 0 }) })
    .where('tenant_id', '=', leased.tenant_id)
    .where('hub_id', '=', leased.hub_id)
    .where('subscriber_id', '=', leased.subscriber_id)
    .where('confirm_due_at', '=', leased.confirm_due_at)
    .execute();
}

/** Subscribers who have not answered for long, or left long ago, locked. */
export function listForgettable(
  tx: Db,
  before: { readonly unanswered: Date; readonly left: Date },
  limit: number,
): Promise<Pick<SubscriberRow, 'tenant_id' | 'hub_id' | 'subscriber_id' | 'channel'>[]> {
  return tx
    .selectFrom('subscribers')
    .select(['tenant_id', 'hub_id', 'subscriber_id', 'channel'])
    .where((eb) =>
      eb.or([
        eb('unsubscribed_at', '<', before.left),
        eb.and([
          eb('confirmed_at', 'is', null),
          eb('unsubscribed_at', 'is', null),
          eb('updated_at', '<', before.unanswered),
        ]),
      ]),
    )
    .orderBy('subscriber_id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}
