import type { InfiniteData } from '@tanstack/react-query';
import { queryClient } from '../api/query-client.ts';
import type { Incident, IncidentPage, IncidentRow } from '../api/shapes.ts';

/** A list's pages as they are cached. */
export type IncidentPages = InfiniteData<IncidentPage, string | null>;

/** Keys of the cache: everything about incidents begins with one of these. */
export const incidentKeys = {
  lists: ['incidents'] as const,
  list: (filter: object) => ['incidents', filter] as const,
  detail: (id: string) => ['incident', id] as const,
  timeline: (id: string) => ['incident', id, 'timeline'] as const,
  alerts: (id: string) => ['incident', id, 'alerts'] as const,
  triage: (id: string) => ['incident', id, 'triage'] as const,
};

/** Whether `next` tells of a later moment of the incident than `known`; equal counts as later. */
export function isNewer(next: Versioned, known: Versioned): boolean {
  return next.updated_at >= known.updated_at;
}

/** Every event of an incident is later than the one before it, by a millisecond at least. */
type Versioned = Pick<IncidentRow, 'updated_at'>;

/**
 * Puts rows into every list and page that shows them, where they are newer than what is there.
 * Never invalidates a list: that would fetch each of its pages again.
 */
export function patchIncidents(rows: readonly IncidentRow[]): void {
  const byId = new Map(rows.map((row) => [row.id, row]));
  queryClient.setQueriesData<IncidentPages>({ queryKey: incidentKeys.lists }, (data) =>
    data ? patchPages(data, byId) : data,
  );
  for (const row of rows) {
    queryClient.setQueryData<Incident>(incidentKeys.detail(row.id), (known) =>
      known && isNewer(row, known) ? { ...known, ...row } : known,
    );
  }
}

/** The pages with newer rows put in; the same object when nothing changed. */
export function patchPages(data: IncidentPages, byId: ReadonlyMap<string, IncidentRow>) {
  let changed = false;
  const pages = data.pages.map((page) => {
    let rows: IncidentRow[] | null = null;
    for (const [index, known] of page.data.entries()) {
      const next = byId.get(known.id);
      if (!next || next === known || !isNewer(next, known)) continue;
      rows ??= [...page.data];
      rows[index] = next;
    }
    if (rows === null) return page;
    changed = true;
    return { ...page, data: rows };
  });
  return changed ? { ...data, pages } : data;
}

/** What the cache knows of an incident from any list, so that its page opens at once. */
export function findCachedRow(id: string): IncidentRow | undefined {
  const lists = queryClient.getQueriesData<IncidentPages>({ queryKey: incidentKeys.lists });
  for (const [, data] of lists) {
    for (const page of data?.pages ?? []) {
      const row = page.data.find((other) => other.id === id);
      if (row) return row;
    }
  }
  return undefined;
}
