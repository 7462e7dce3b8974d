import { type Static, Type } from 'typebox';
import { InstantText } from '../tenants/page-schemas.ts';

const Instant = Type.String({ maxLength: 40 });

export const SuggestionsQuery = Type.Object(
  {
    from: Type.Optional({
      ...Instant,
      description: 'Proposals made then or later (ISO 8601); default 7 days before `to`',
    }),
    to: Type.Optional({ ...Instant, description: 'Made before then; default now' }),
    format: Type.Optional(Type.Enum(['json', 'csv'], { default: 'json' })),
  },
  { additionalProperties: false },
);
export type SuggestionsQuery = Static<typeof SuggestionsQuery>;

const Count = Type.Integer({ minimum: 0 });
const Percent = Type.Union([Type.Number(), Type.Null()]);

const figures = {
  proposals: Count,
  approved: Type.Integer({ minimum: 0, description: 'By a person' }),
  began_by_itself: Count,
  rejected: Count,
  expired: Type.Integer({
    minimum: 0,
    description: 'Nobody decided in time, or the incident was closed before',
  }),
  waiting: Count,
  acceptance_pct: {
    ...Percent,
    description: 'Approved, of what people decided about; null: nothing',
  },
  runs: Type.Object({
    succeeded: Count,
    failed: Count,
    rolled_back: Count,
    rollback_failed: Count,
    cancelled: Count,
    under_way: Count,
  }),
  success_pct: {
    ...Percent,
    description: 'Succeeded, of the runs that ended and were not cancelled; null: none',
  },
};

const SuggestionFigures = Type.Object(figures);
export type SuggestionFigures = Static<typeof SuggestionFigures>;

export const SuggestionsView = Type.Object({
  from: InstantText,
  to: InstantText,
  total: SuggestionFigures,
  recipes: Type.Array(Type.Object({ slug: Type.String(), ...figures }), {
    description: 'Most proposed first',
  }),
});
export type SuggestionsView = Static<typeof SuggestionsView>;
