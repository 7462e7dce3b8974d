import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { paths } from '../api/schema.ts';

/** The body of a successful GET, from the document's types. */
export type Found<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

/** The body that a request takes, from the document's types. */
export type Sent<
  Path extends keyof paths,
  Method extends keyof paths[Path],
> = paths[Path][Method] extends {
  requestBody: { content: { 'application/json': infer Body } };
}
  ? Body
  : never;

export type Hub = Found<'/api/v1/hubs/{id}'>;
export type HubChange = Sent<'/api/v1/hubs/{id}', 'patch'>;
export type HubSettings = Hub['settings'];
export type Component = Found<'/api/v1/hubs/{id}/components'>['data'][number];

/** The first part of the keys of every query here, as `useChange` wants it. */
export const KEY = 'status-pages';

/** All status pages, the oldest first. */
export const hubsQuery = queryOptions({
  queryKey: [KEY, 'all'],
  queryFn: async ({ signal }) => unwrap(await api.GET('/api/v1/hubs', { signal })).data,
});

/** One status page. */
export function hubQuery(id: string) {
  return queryOptions({
    queryKey: [KEY, 'one', id],
    queryFn: async ({ signal }) =>
      unwrap(await api.GET('/api/v1/hubs/{id}', { params: { path: { id } }, signal })),
  });
}

/** Every service as a status page shows it, or not. */
export function componentsQuery(id: string) {
  return queryOptions({
    queryKey: [KEY, 'components', id],
    queryFn: async ({ signal }) =>
      unwrap(await api.GET('/api/v1/hubs/{id}/components', { params: { path: { id } }, signal }))
        .data,
  });
}

/** What the page is known to be told of: names of services by their id. */
export function useServiceNames(hubId: string): ReadonlyMap<string, string> {
  const { data } = useQuery(componentsQuery(hubId));
  return new Map((data ?? []).map(({ service_id, name }) => [service_id, name]));
}

/** Changes a status page. */
export async function changeHub(id: string, body: HubChange): Promise<void> {
  unwrap(await api.PATCH('/api/v1/hubs/{id}', { params: { path: { id } }, body }));
}
