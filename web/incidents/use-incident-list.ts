import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import type { IncidentPage, IncidentRow } from '../api/shapes.ts';
import { forgetArrivals, noteArrivals } from './arrivals.ts';
import { type IncidentFilter, toQuery } from './filter.ts';
import { type IncidentPages, incidentKeys, patchIncidents } from './incident-cache.ts';

const PAGE_SIZE = 100;

/** Pages fetched after a gap to find out how much is new. */
const MOST_NEW_PAGES = 5;

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
 * After a gap in the live events: fetches the top of every list on screen, and forgets the others.
 * Never all loaded pages, one after the other.
 */
export async function refreshLists(): Promise<void> {
  const lists = queryClient.getQueryCache().findAll({ queryKey: incidentKeys.lists });
  for (const list of lists)
    if (!list.isActive()) queryClient.removeQueries({ queryKey: list.queryKey, exact: true });
  // What comes while the pages are on their way is newer than they are, and stays.
  forgetArrivals();
  const active = lists.filter((list) => list.isActive() && list.state.data);
  await Promise.all(active.map(({ queryKey }) => refreshList(queryKey)));
}

/** Lists whose pages after the first may be old; they go as soon as nobody would notice. */
const outdated = new Set<string>();

/** Drops pages that may be old; scrolling fetches them anew. For when nothing points at the list. */
export function dropOutdatedPages(filter: IncidentFilter): void {
  const key = incidentKeys.list(filter);
  if (!outdated.delete(JSON.stringify(key))) return;
  queryClient.setQueryData<IncidentPages>(key, (data) =>
    data ? { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) } : data,
  );
}

/** Nothing moves under the pointer: what is new waits as if it had come live. */
async function refreshList(queryKey: readonly unknown[]): Promise<void> {
  const before = queryClient.getQueryData<IncidentPages>(queryKey)?.pages ?? [];
  const known = new Set(before.flatMap(({ data }) => data.map(({ id }) => id)));
  const present = await fetchTop((queryKey[1] ?? {}) as IncidentFilter, known);
  const [first, ...rest] = queryClient.getQueryData<IncidentPages>(queryKey)?.pages ?? [];
  patchIncidents(present);
  noteArrivals(present);
  const there = new Set(present.map(({ id }) => id));
  const gone = (first?.data ?? []).filter(({ id }) => !there.has(id));
  const rows = await Promise.all(gone.map(({ id }) => fetchRow(id)));
  patchIncidents(rows.filter((row) => row !== null));
  if (rest.length === 0) return;
  outdated.add(JSON.stringify(queryKey));
  // A new object, so that whoever shows the list looks whether it may be cut now.
  queryClient.setQueryData<IncidentPages>(queryKey, (data) => (data ? { ...data } : data));
}

/** The top of a list, down to a page that holds something known; a few pages at most. */
async function fetchTop(
  filter: IncidentFilter,
  known: ReadonlySet<string>,
): Promise<readonly IncidentRow[]> {
  const rows: IncidentRow[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < MOST_NEW_PAGES; pages++) {
    const page: IncidentPage = await fetchPage(filter, cursor);
    rows.push(...page.data);
    cursor = page.next_cursor;
    if (cursor === null || page.data.some(({ id }) => known.has(id))) break;
  }
  return rows;
}

/** A row that its list has no more, as it is now; null when that cannot be told. */
async function fetchRow(id: string): Promise<IncidentRow | null> {
  const { data } = await api.GET('/api/v1/incidents/{id}', { params: { path: { id } } });
  return data ?? null;
}
