import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { paths } from '../api/schema.ts';
import type { Period } from './period.ts';

type Get = paths['/api/v1/analytics/suggestions']['get'];

export type Suggestions = Get['responses'][200]['content']['application/json'];
export type SuggestionFigures = Suggestions['total'];

/** What became of the recipes that were proposed in the period. */
export function useSuggestions(period: Period) {
  return useQuery({
    queryKey: ['analytics', 'suggestions', period],
    queryFn: async ({ signal }) => {
      const { from, to } = period;
      const params = { query: { from, to } };
      return unwrap(await api.GET('/api/v1/analytics/suggestions', { params, signal }));
    },
    staleTime: 60_000,
  });
}
