import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { type Found, KEY, type Sent } from './status-data.ts';

export type Maintenance = Found<'/api/v1/hubs/{id}/maintenances/{maintenance_id}'>;
export type MaintenancePhase = Maintenance['phase'];
export type NewMaintenance = Sent<'/api/v1/hubs/{id}/maintenances', 'post'>;

const MOST = 1_000;

/** Maintenances that touch a span of time, by their start. A thousand at most. */
export function maintenancesQuery(hubId: string, from: string, to: string) {
  return queryOptions({
    queryKey: [KEY, 'maintenances', hubId, from, to],
    queryFn: async ({ signal }) => {
      const found: Maintenance[] = [];
      for (let cursor: string | null = null; ; ) {
        const query = { limit: 200, from, to, ...(cursor && { cursor }) };
        const params = { path: { id: hubId }, query };
        const page: Found<'/api/v1/hubs/{id}/maintenances'> = unwrap(
          await api.GET('/api/v1/hubs/{id}/maintenances', { params, signal }),
        );
        found.push(...page.data);
        cursor = page.next_cursor;
        if (cursor === null || found.length >= MOST) return found.reverse();
      }
    },
    refetchInterval: 30_000,
  });
}

/** The next maintenances and those under way, the soonest first. */
export function comingQuery(hubId: string, phase: 'upcoming' | 'in_progress') {
  return queryOptions({
    queryKey: [KEY, 'maintenances', hubId, phase],
    queryFn: async ({ signal }) => {
      const params = { path: { id: hubId }, query: { phase, limit: 200 } };
      const { data } = unwrap(await api.GET('/api/v1/hubs/{id}/maintenances', { params, signal }));
      return data.toReversed();
    },
    refetchInterval: 15_000,
  });
}

/** One maintenance. */
export function maintenanceQuery(hubId: string, maintenance_id: string) {
  return queryOptions({
    queryKey: [KEY, 'maintenance', hubId, maintenance_id],
    queryFn: async ({ signal }) => {
      const params = { path: { id: hubId, maintenance_id } };
      const url = '/api/v1/hubs/{id}/maintenances/{maintenance_id}';
      return unwrap(await api.GET(url, { params, signal }));
    },
    refetchInterval: 15_000,
  });
}
