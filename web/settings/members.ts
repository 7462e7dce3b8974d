import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { Member } from '../api/shapes.ts';

/** The members to choose from, oldest first; at most 200. Undefined while they are fetched. */
export function useMembers(): readonly Member[] | undefined {
  const { data } = useQuery({
    queryKey: ['members', 'choice'],
    queryFn: async ({ signal }) =>
      unwrap(await api.GET('/api/v1/members', { params: { query: { limit: 200 } }, signal })),
  });
  return data?.data;
}

/** Names of members in a few words; who is no member any more is counted. */
export function namesOf(ids: readonly string[], members: readonly Member[] | undefined): string {
  const found = ids.flatMap((id) => members?.find((member) => member.id === id)?.name ?? []);
  const unknown = ids.length - found.length;
  return [...found, ...(unknown > 0 && members ? [`${unknown} unknown`] : [])].join(', ');
}
