import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';

const OFFERED = 50;
const LONGEST = 60;

/**
 * The newest incidents as options of a choice, below `first`. One that is chosen and not among them
 * is offered by its id.
 */
export function useIncidentOptions(
  first: string,
  chosen: string,
): readonly (readonly [id: string, words: string])[] {
  const { data } = useQuery({
    queryKey: ['incidents-to-show'],
    queryFn: async () =>
      unwrap(
        await api.GET('/api/v1/incidents', {
          params: { query: { limit: OFFERED, sort: 'newest' } },
        }),
      ).data,
    staleTime: 10_000,
  });
  const found = (data ?? []).map(({ id, title }) => [id, shortened(title)] as const);
  const known = chosen === '' || found.some(([id]) => id === chosen);
  return [['', first], ...(known ? [] : [[chosen, chosen] as const]), ...found];
}

function shortened(title: string): string {
  return title.length > LONGEST ? `${title.slice(0, LONGEST - 1)}…` : title;
}
