import { useMemo, useSyncExternalStore } from 'react';
import { queryClient } from '../api/query-client.ts';
import type { IncidentRow } from '../api/shapes.ts';
import { comparator, type IncidentFilter, matches } from './filter.ts';
import { type IncidentPages, incidentKeys, isNewer } from './incident-cache.ts';

/** Rows that came live, by id; lists take from it what they do not show yet. */
let arrived: ReadonlyMap<string, IncidentRow> = new Map();
const MOST = 2_000;
const listeners = new Set<() => void>();

/** Remembers rows that came live. */
export function noteArrivals(rows: readonly IncidentRow[]): void {
  const next = new Map(arrived);
  for (const row of rows) {
    const known = next.get(row.id);
    if (known && !isNewer(row, known)) continue;
    next.delete(row.id);
    next.set(row.id, row);
  }
  const surplus = next.size - MOST;
  if (surplus > 0) for (const id of [...next.keys()].slice(0, surplus)) next.delete(id);
  arrived = next;
  for (const listener of listeners) listener();
}

/** Forgets them all, because lists are fetched anew. */
export function forgetArrivals(): void {
  arrived = new Map();
  for (const listener of listeners) listener();
}

function useArrivals(): ReadonlyMap<string, IncidentRow> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => arrived,
  );
}

/** The rows that came live and belong to a list that does not show them yet. */
export function useMissing(
  filter: IncidentFilter,
  rows: readonly IncidentRow[],
): readonly IncidentRow[] {
  const live = useArrivals();
  return useMemo(() => {
    if (live.size === 0) return [];
    const shown = new Set(rows.map((row) => row.id));
    const now = Date.now();
    return [...live.values()].filter((row) => !shown.has(row.id) && matches(row, filter, now));
  }, [live, rows, filter]);
}

/**
 * Brings a list up to date in place: puts in what came, takes out what does not belong any more
 * (unless it is among `held`, the rows somebody is about to act on), and orders as the server does.
 * Only what lies within the pages that are loaded is put in.
 */
export function settleList(
  filter: IncidentFilter,
  missing: readonly IncidentRow[],
  held: ReadonlySet<string>,
): void {
  queryClient.setQueryData<IncidentPages>(incidentKeys.list(filter), (data) => {
    const last = data?.pages.at(-1);
    if (!data || !last) return undefined;
    const now = Date.now();
    const compare = comparator(filter.sort ?? 'newest');
    const rows = data.pages.flatMap((page) => page.data);
    const kept = [...rows, ...missing].filter(
      (row) => held.has(row.id) || matches(row, filter, now),
    );
    const end = last.next_cursor === null ? undefined : rows.at(-1);
    const next = kept.filter((row) => !end || compare(row, end) <= 0).sort(compare);
    const same = next.length === rows.length && next.every((row, index) => row === rows[index]);
    return same ? undefined : { ...data, pages: repage(data.pages, next) };
  });
}

/** Spreads rows over the pages there are; cursors belong to their ends and stay. */
function repage(pages: IncidentPages['pages'], rows: readonly IncidentRow[]) {
  let from = 0;
  return pages.map((page, index) => {
    const rest = rows.length - from;
    const share = index === pages.length - 1 ? rest : Math.min(rest, page.data.length);
    const data = rows.slice(from, from + share);
    from += share;
    return { ...page, data };
  });
}
