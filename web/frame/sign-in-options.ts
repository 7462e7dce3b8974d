import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';

/** What this hub offers to who is not signed in; undefined while it is asked. */
export function useSignInOptions() {
  const { data } = useQuery({
    queryKey: ['sign-in-options'],
    queryFn: async () => unwrap(await api.GET('/api/v1/sign-in-options')),
    staleTime: 60_000,
  });
  return data;
}
