import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { SessionAnswer } from '../api/shapes.ts';

/** Who is signed in, as the hub's account and not as a member of one tenant. */
export type Account = SessionAnswer['user'];

/** One's own account. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: async ({ signal }) =>
    unwrap<SessionAnswer>(await api.GET('/api/v1/session', { signal })).user,
});
