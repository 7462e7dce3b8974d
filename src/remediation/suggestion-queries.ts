import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** What became of a recipe's proposals; `slug` null: of all of them. */
export interface SuggestionCounts {
  readonly slug: string | null;
  readonly proposals: number;
  readonly approved: number;
  readonly began_by_itself: number;
  readonly rejected: number;
  readonly expired: number;
  readonly waiting: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly rolled_back: number;
  readonly rollback_failed: number;
  readonly cancelled: number;
  readonly under_way: number;
}

/** Counts the proposals made in a half-open period, with their runs so far. */
export async function countSuggestions(
  db: Db,
  tenantId: string,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<readonly SuggestionCounts[]> {
  const { rows } = await sql<SuggestionCounts>`
    select p.recipe_slug as slug, count(*)::int as proposals,
      count(*) filter (where p.state = 'approved' and p.decided_by is not null)::int as approved,
      count(*) filter (where p.state = 'approved' and p.decided_by is null)::int as began_by_itself,
      count(*) filter (where p.state = 'rejected')::int as rejected,
      count(*) filter (where p.state = 'expired')::int as expired,
      count(*) filter (where p.state = 'proposed')::int as waiting,
      count(*) filter (where r.state = 'succeeded')::int as succeeded,
      count(*) filter (where r.state = 'failed')::int as failed,
      count(*) filter (where r.state = 'rolled_back')::int as rolled_back,
      count(*) filter (where r.state = 'rollback_failed')::int as rollback_failed,
      count(*) filter (where r.state = 'cancelled')::int as cancelled,
      count(*) filter (where r.state in ('queued', 'running', 'rolling_back'))::int as under_way
    from proposals p
    left join runs r on r.tenant_id = p.tenant_id and r.run_id = p.run_id
    where p.tenant_id = ${tenantId} and p.created_at >= ${from} and p.created_at < ${to}
    group by rollup (p.recipe_slug)
    order by grouping(p.recipe_slug) desc, proposals desc, slug`.execute(db);
  return rows;
}
