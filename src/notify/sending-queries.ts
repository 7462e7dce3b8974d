import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Means } from './rules/audience.ts';
import { type Preferences, preferencesOf } from './rules/preferences.ts';
import type { Telling } from './rules/telling.ts';

// Leases and due times are the database's, so that replicas with other clocks agree on them.

/** Seconds a lease lasts; longer than any attempt may take (`sender.ts`). */
export const LEASE_SECONDS = 60;

/** A notification this process may send, until the lease ends. */
export interface LeasedNotification {
  readonly tenantId: string;
  readonly notificationId: string;
  readonly incidentId: string | null;
  readonly recipientId: string;
  readonly means: Means;
  readonly content: Telling;
  /** This one; the first is 1. */
  readonly attempt: number;
  /** Milliseconds since it was made. */
  readonly age: number;
  readonly lease: string;
}

/** Notifications of this process under way for a tenant. */
export interface Busy {
  readonly tenantId: string;
  readonly inFlight: number;
}

/** How much may be leased. */
export interface Room {
  readonly limit: number;
  /** Of one tenant, what is under way included. */
  readonly ofTenant: number;
  readonly busy: readonly Busy[];
}

/**
 * Leases notifications that are due, some of each tenant, oldest first; tenants come in random
 * order. The tenants that have any are found by skipping from one to the next in the index. What
 * another replica leases just now is left to it.
 */
export async function leaseNotifications(
  db: Db,
  lease: string,
  { limit, ofTenant, busy }: Room,
): Promise<LeasedNotification[]> {
  const { rows } = await sql<LeasedNotification>`
    with recursive tenant as (
      (select tenant_id from notifications where status = 'pending' order by tenant_id limit 1)
      union all
      select n.tenant_id from tenant t cross join lateral (
        select tenant_id from notifications
        where status = 'pending' and tenant_id > t.tenant_id order by tenant_id limit 1) n
    ), turn as (select tenant_id from tenant order by random()),
    picked as (
      select d.tenant_id, d.notification_id
      from turn t
      left join unnest(
        ${busy.map(({ tenantId }) => tenantId)}::text[],
        ${busy.map(({ inFlight }) => inFlight)}::int4[]
      ) as b(tenant_id, in_flight) on b.tenant_id = t.tenant_id
      cross join lateral (
        select tenant_id, notification_id from notifications
        where tenant_id = t.tenant_id and status = 'pending' and next_attempt_at <= now()
        order by next_attempt_at limit greatest(${ofTenant}::int4 - coalesce(b.in_flight, 0), 0)
        for update skip locked) d
      limit ${limit}
    )
    update notifications n set lease = ${lease}, attempts = n.attempts + 1,
      next_attempt_at = now() + ${LEASE_SECONDS} * interval '1 second'
    from picked p
    where n.tenant_id = p.tenant_id and n.notification_id = p.notification_id
    returning n.tenant_id as "tenantId", n.notification_id as "notificationId",
      n.incident_id as "incidentId", n.recipient_id as "recipientId", n.means, n.content,
      n.attempts as attempt, n.lease,
      (extract(epoch from now() - n.created_at) * 1000)::float8 as age`.execute(db);
  return rows;
}

/** How an attempt ended. */
export type Ending =
  | { readonly status: 'sent' }
  | { readonly status: 'failed' | 'skipped'; readonly reason: string }
  /** Tried again in `retryIn` milliseconds. */
  | { readonly status: 'pending'; readonly reason: string; readonly retryIn: number };

/** Stores how an attempt ended; nothing where the lease is another's by now. */
export async function endAttempt(
  db: Db,
  { tenantId, notificationId, lease }: LeasedNotification,
  ending: Ending,
): Promise<void> {
  const retryIn = ending.status === 'pending' ? ending.retryIn : null;
  const reason = ending.status === 'sent' ? null : ending.reason;
  await sql`
    update notifications set status = ${ending.status}, reason = ${reason}, lease = null,
      next_attempt_at = now() + ${retryIn}::float8 * interval '1 millisecond',
      finished_at = case when ${ending.status} = 'pending' then null else now() end
    where tenant_id = ${tenantId} and notification_id = ${notificationId}
      and lease = ${lease}`.execute(db);
}

/** Gives back what was not sent, e.g. when the process ends; the attempt does not count. */
export async function releaseNotification(
  db: Db,
  { tenantId, notificationId, lease }: LeasedNotification,
): Promise<void> {
  await sql`
    update notifications set lease = null, attempts = attempts - 1, next_attempt_at = now()
    where tenant_id = ${tenantId} and notification_id = ${notificationId}
      and lease = ${lease}`.execute(db);
}

/** How a person is reached now; undefined: no member any more. */
export interface PersonReach {
  readonly email: string;
  readonly preferences: Preferences;
  /** Sealed. */
  readonly chatUrl: Buffer | null;
}

export async function findPersonReach(
  db: Db,
  tenantId: string,
  memberId: string,
): Promise<PersonReach | undefined> {
  const row = await db
    .selectFrom('members as m')
    .leftJoin('notification_preferences as p', (join) =>
      join.onRef('p.tenant_id', '=', 'm.tenant_id').onRef('p.member_id', '=', 'm.member_id'),
    )
    .select(['m.email', 'p.settings', 'p.chat_url'])
    .where('m.tenant_id', '=', tenantId)
    .where('m.member_id', '=', memberId)
    .executeTakeFirst();
  if (!row) return undefined;
  const preferences = preferencesOf(row.settings as Partial<Preferences> | null);
  return { email: row.email, preferences, chatUrl: row.chat_url };
}
