import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import type { IncidentPage, IncidentRow } from '../api/shapes.ts';
import { forgetArrivals } from './arrivals.ts';
import { type IncidentFilter, toQuery } from './filter.ts';
import { type IncidentPages, incidentKeys } from './incident-cache.ts';

const PAGE_SIZE = 100;

/** The incidents of a filter, page after page; the cache is kept true by live events. */
export function useIncidentList(filter: IncidentFilter) {
  const query = useInfiniteQuery({
    queryKey: incidentKeys.list(filter),
    queryFn: ({ pageParam, signal }) => fetchPage(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    // Comparing 100,000 rows with what they were takes longer than a frame.
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const rows = useMemo(() => distinct(query.data), [query.data]);
  return { query, rows };
}

async function fetchPage(
  filter: IncidentFilter,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<IncidentPage> {
  const query = { ...toQuery(filter), limit: PAGE_SIZE, ...(cursor !== null && { cursor }) };
  return unwrap(
    await api.GET('/api/v1/incidents', { params: { query }, ...(signal && { signal }) }),
  );
}

/** A row that moved between two fetches may be on two pages; the first one counts. */
function distinct(
  data: { readonly pages: IncidentPages['pages'] } | undefined,
): readonly IncidentRow[] {
  const seen = new Set<string>();
  const rows: IncidentRow[] = [];
  for (const page of data?.pages ?? []) {
    for (const row of page.data) {
      if (seen.has(row.id)) continue;
      seen.add(row.id);
      rows.push(row);
    }
  }
  return rows;
}

/**
 * After a gap in the live events: fetches the first page of every list on screen, and forgets the
 * others. Never all loaded pages, one after the other.
 */
export async function refreshLists(): Promise<void> {
  const lists = queryClient.getQueryCache().findAll({ queryKey: incidentKeys.lists });
  for (const list of lists)
    if (!list.isActive()) queryClient.removeQueries({ queryKey: list.queryKey, exact: true });
  const active = lists.filter((list) => list.isActive() && list.state.data);
  await Promise.all(
    active.map(async (list) => {
      const page = await fetchPage((list.queryKey[1] ?? {}) as IncidentFilter, null);
      queryClient.setQueryData<IncidentPages>(list.queryKey, { pages: [page], pageParams: [null] });
    }),
  );
  forgetArrivals();
}
