import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** Attempts that are looked at, so that a list of busy webhooks stays quick to ask for. */
const MOST_ATTEMPTS = 2_000;

/** What a destination's newest attempts came to. */
export interface RecentAttempts {
  readonly attempts: number;
  readonly delivered: number;
  /** Milliseconds that 95 % of them took at most; null without any. */
  readonly p95Ms: number | null;
}

/**
 * The newest {@link MOST_ATTEMPTS} attempts since then of each destination, by id; those with none
 * are left out. A superseded event was not sent and does not count.
 */
export async function readRecentAttempts(
  db: Db,
  tenantId: string,
  ids: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, RecentAttempts>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<RecentAttempts & { readonly id: string }>`
    select d.id, r.attempts, r.delivered, r."p95Ms"
    from unnest(${[...ids]}::text[]) as d(id) cross join lateral (
      select count(*)::int as attempts,
        (count(*) filter (where outcome = 'delivered'))::int as delivered,
        (percentile_disc(0.95) within group (order by duration_ms))::int as "p95Ms"
      from (
        select outcome, duration_ms from delivery_attempts
        where tenant_id = ${tenantId} and destination_id = d.id and attempted_at >= ${since}
          and outcome <> 'superseded'
        order by attempted_at desc limit ${MOST_ATTEMPTS}
      ) as newest
    ) as r
    where r.attempts > 0`.execute(db);
  return new Map(rows.map(({ id, ...recent }) => [id, recent]));
}

/** When each destination is sent to next, by id; those for which nothing waits are left out. */
export async function readNextAttempts(
  db: Db,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('lanes')
    .select(['destination_id', (eb) => eb.fn.min('ready_at').as('next')])
    .where('tenant_id', '=', tenantId)
    .where('destination_id', 'in', [...ids])
    .where('pending', '>', 0)
    .groupBy('destination_id')
    .execute();
  return new Map(rows.map((row) => [row.destination_id, row.next]));
}
