import { periodOf } from '../incidents/analytics-period.ts';
import { type Cell, csvOf, percentage } from '../incidents/rules/analytics.ts';
import { formatInstant } from '../kernel/time.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import { countSuggestions, type SuggestionCounts } from './suggestion-queries.ts';
import type { SuggestionFigures, SuggestionsQuery, SuggestionsView } from './suggestion-schemas.ts';

/** What became of the proposals of a period, for each recipe. 422 when it is no period. */
export function summarizeSuggestions(
  context: Context,
  query: SuggestionsQuery,
): Promise<SuggestionsView> {
  requireScope(context, 'viewer');
  const { from, to } = periodOf(query, context.clock());
  const period = { from: new Date(from), to: new Date(to) };
  return readVerb(context, async (db) => {
    const rows = await countSuggestions(db, context.caller.tenantId, period);
    return {
      from: formatInstant(from),
      to: formatInstant(to),
      total: figuresOf(rows.find(({ slug }) => slug === null) ?? NONE),
      recipes: rows.flatMap((row) =>
        row.slug === null ? [] : [{ slug: row.slug, ...figuresOf(row) }],
      ),
    };
  });
}

/** The same as a table: a row for each recipe, and one for all. */
export function csvOfSuggestions({ recipes, total }: SuggestionsView): string {
  const rows = [...recipes, { slug: 'total', ...total }];
  return csvOf([HEAD, ...rows.map(cellsOf)]);
}

const NONE: SuggestionCounts = {
  slug: null,
  proposals: 0,
  approved: 0,
  began_by_itself: 0,
  rejected: 0,
  expired: 0,
  waiting: 0,
  succeeded: 0,
  failed: 0,
  rolled_back: 0,
  rollback_failed: 0,
  cancelled: 0,
  under_way: 0,
};

function figuresOf(counts: SuggestionCounts): SuggestionFigures {
  const { proposals, approved, began_by_itself, rejected, expired, waiting } = counts;
  const { succeeded, failed, rolled_back, rollback_failed, cancelled, under_way } = counts;
  const ended = succeeded + failed + rolled_back + rollback_failed;
  return {
    proposals,
    approved,
    began_by_itself,
    rejected,
    expired,
    waiting,
    acceptance_pct: percentage(approved, approved + rejected),
    runs: { succeeded, failed, rolled_back, rollback_failed, cancelled, under_way },
    success_pct: percentage(succeeded, ended),
  };
}

const HEAD: readonly string[] = [
  'recipe',
  'proposals',
  'approved',
  'began_by_itself',
  'rejected',
  'expired',
  'waiting',
  'acceptance_pct',
  'succeeded',
  'failed',
  'rolled_back',
  'rollback_failed',
  'cancelled',
  'under_way',
  'success_pct',
];

function cellsOf(row: SuggestionFigures & { readonly slug: string }): Cell[] {
  const { runs } = row;
  return [
    row.slug,
    row.proposals,
    row.approved,
    row.began_by_itself,
    row.rejected,
    row.expired,
    row.waiting,
    row.acceptance_pct,
    runs.succeeded,
    runs.failed,
    runs.rolled_back,
    runs.rollback_failed,
    runs.cancelled,
    runs.under_way,
    row.success_pct,
  ];
}
