import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';

/** The custom fields of the tenant, in their order. */
export const customFieldsQuery = queryOptions({
  queryKey: ['custom-fields'],
  queryFn: async () => unwrap(await api.GET('/api/v1/custom-fields')).data,
});
