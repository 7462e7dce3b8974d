import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';

/** All routing rules in the order they are asked. */
export function useRules() {
  return useQuery({
    queryKey: ['routing-rules'],
    queryFn: async ({ signal }) => unwrap(await api.GET('/api/v1/routing-rules', { signal })),
  });
}
