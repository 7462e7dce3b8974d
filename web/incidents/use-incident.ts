import { queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import type { Incident, TimelineEntry } from '../api/shapes.ts';
import { findCachedRow, incidentKeys } from './incident-cache.ts';

const PAGE = 200;

function incidentQuery(id: string) {
  return queryOptions({
    queryKey: incidentKeys.detail(id),
    queryFn: async ({ signal }) =>
      unwrap(await api.GET('/api/v1/incidents/{id}', { params: { path: { id } }, signal })),
    // Opens at once with what a list knows; the long texts follow.
    placeholderData: () => {
      const row = findCachedRow(id);
      const blank = { description: '', impact: '', root_cause: '', resolution: '' };
      return row ? ({ ...row, ...blank, custom_fields: {} } satisfies Incident) : undefined;
    },
  });
}

/** An incident; at once when a list has shown it. */
export function useIncident(id: string) {
  return useQuery(incidentQuery(id));
}

interface Timeline {
  readonly entries: readonly TimelineEntry[];
  /** Asks for the page that was last; what is new comes with it. */
  readonly lastCursor: string | null;
}

/**
 * The whole timeline, oldest first. It only ever grows at its end, so asking again fetches its last
 * page alone.
 */
export function useTimeline(id: string) {
  return useQuery({
    queryKey: incidentKeys.timeline(id),
    structuralSharing: false,
    queryFn: async ({ signal }): Promise<Timeline> => {
      const known = queryClient.getQueryData<Timeline>(incidentKeys.timeline(id));
      const bySeq = new Map((known?.entries ?? []).map((entry) => [entry.seq, entry]));
      let cursor = known?.lastCursor ?? null;
      for (;;) {
        const query = { limit: PAGE, ...(cursor !== null && { cursor }) };
        const page = unwrap(
          await api.GET('/api/v1/incidents/{id}/timeline', {
            params: { path: { id }, query },
            signal,
          }),
        );
        for (const entry of page.data) bySeq.set(entry.seq, entry);
        if (page.next_cursor === null) break;
        cursor = page.next_cursor;
      }
      const entries = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
      return { entries, lastCursor: cursor };
    },
  });
}

/** An incident's alerts, page after page. */
export function useIncidentAlerts(id: string) {
  return useInfiniteQuery({
    queryKey: incidentKeys.alerts(id),
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: 50, ...(pageParam !== null && { cursor: pageParam }) };
      const params = { path: { id }, query };
      return unwrap(await api.GET('/api/v1/incidents/{id}/alerts', { params, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}
