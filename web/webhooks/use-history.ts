import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { HistoryFilter } from './history-filter.ts';

const PAGE = 50;

/** What was sent to a webhook in the last seven days, newest first, page by page. */
export function useHistory(id: string, filter: HistoryFilter) {
  return useInfiniteQuery({
    queryKey: ['webhooks', 'history', id, filter],
    queryFn: async ({ pageParam, signal }) => {
      const paging = { limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) };
      const params = { path: { id }, query: { ...filter, ...paging } };
      const path = '/api/v1/outbound-webhooks/{id}/deliveries';
      return unwrap(await api.GET(path, { params, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (before) => before,
    refetchInterval: 5_000,
  });
}
