import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { type Found, KEY, type Sent } from './status-data.ts';

export type Report = Found<'/api/v1/hubs/{id}/reports/{report_id}'>;
export type ReportRow = Found<'/api/v1/hubs/{id}/reports'>['data'][number];
export type ReportUpdate = Report['updates'][number];
export type ReportState = ReportUpdate['state'];
export type NewReport = Sent<'/api/v1/hubs/{id}/reports', 'post'>;
export type ServiceStatus = NonNullable<NewReport['statuses']>[number];
export type Impact = ServiceStatus['status'];
export type Template = Found<'/api/v1/status-templates'>['data'][number];
export type ReportFilter = 'open' | 'resolved' | 'draft';

/** Reports of a status page, newest first; null: all of them. */
export function reportsQuery(hubId: string, state: ReportFilter | null, limit = 50) {
  return infiniteQueryOptions({
    queryKey: [KEY, 'reports', hubId, state, limit],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit, ...(state && { state }), ...(pageParam && { cursor: pageParam }) };
      const params = { path: { id: hubId }, query };
      return unwrap(await api.GET('/api/v1/hubs/{id}/reports', { params, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: 15_000,
  });
}

/** One report with all that was written. */
export function reportQuery(hubId: string, reportId: string) {
  return queryOptions({
    queryKey: [KEY, 'report', hubId, reportId],
    queryFn: async ({ signal }) => {
      const params = { path: { id: hubId, report_id: reportId } };
      return unwrap(await api.GET('/api/v1/hubs/{id}/reports/{report_id}', { params, signal }));
    },
    refetchInterval: 15_000,
  });
}

/** A text as the page will show it, and how many will be told. */
export function previewQuery(hubId: string, body: string, statuses: readonly ServiceStatus[]) {
  return queryOptions({
    queryKey: [KEY, 'preview', hubId, body, statuses],
    queryFn: async ({ signal }) => {
      const params = { path: { id: hubId } };
      const given = { body, statuses: [...statuses] };
      return unwrap(
        await api.POST('/api/v1/hubs/{id}/reports/preview', { params, body: given, signal }),
      );
    },
    retry: false,
    staleTime: 10_000,
  });
}

/** Texts that reports and maintenances begin with. */
export const templatesQuery = queryOptions({
  queryKey: [KEY, 'templates'],
  queryFn: async ({ signal }) => unwrap(await api.GET('/api/v1/status-templates', { signal })).data,
});
