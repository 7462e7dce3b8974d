import { type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';

/** One page as the API answers it. */
export interface Page<Item> {
  readonly data: readonly Item[];
  readonly next_cursor: string | null;
}

interface Asked {
  readonly query: { readonly limit: number; readonly cursor?: string };
}

/** A list that is fetched page by page. */
export interface Pages<Item> {
  readonly items: readonly Item[];
  readonly query: UseInfiniteQueryResult<unknown, unknown>;
}

interface PagesOptions {
  /** Rows of a page. */
  readonly limit?: number;
  /** Tells lists of the same key apart that `read` asks for differently. */
  readonly variant?: string;
  /** Asked for again after so many milliseconds, again and again. */
  readonly every?: number;
}

/** Fetches a list page by page; `read` asks for one of them. */
export function usePages<Item>(
  key: string,
  read: (params: Asked, signal: AbortSignal) => Promise<Page<Item>>,
  { limit = 100, variant = '', every }: PagesOptions = {},
): Pages<Item> {
  const query = useInfiniteQuery({
    queryKey: [key, 'pages', variant],
    queryFn: ({ pageParam, signal }) =>
      read({ query: { limit, ...(pageParam !== null && { cursor: pageParam }) } }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: every ?? false,
  });
  return { items: query.data?.pages.flatMap((page) => page.data) ?? [], query };
}
