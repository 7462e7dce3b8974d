import { QueryClient } from '@tanstack/react-query';
import { toFailure } from './failure.ts';

/** The cache of what the hub said. Live events keep it true, so focus refetches nothing. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 15 * 60_000,
      refetchOnWindowFocus: false,
      // Refusals do not get better by asking again.
      retry: (count, error) => {
        const { status } = toFailure(error);
        return count < 3 && (status === 0 || status >= 500);
      },
      retryDelay: (count) => Math.min(5_000, 500 * 2 ** count),
    },
    mutations: { retry: false },
  },
});
