import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { Service } from '../api/shapes.ts';

const servicesQuery = queryOptions({
  queryKey: ['services', 'names'],
  queryFn: async () =>
    unwrap(await api.GET('/api/v1/services', { params: { query: { limit: 200 } } })),
});

/** The first 200 services, for choices; none while they are being fetched. */
export function useServices(): readonly Service[] {
  const { data } = useQuery(servicesQuery);
  return data?.data ?? [];
}

/** Whether {@link useServices} has them, or cannot have them. */
export function useAreServicesKnown(): boolean {
  return !useQuery(servicesQuery).isPending;
}
