import { useLocation, useNavigate, useSearch } from '@tanstack/react-router';

/** Which proposal is under review: the address says it, so that a link leads there. */
export interface Reviewing {
  /** Id of a proposal; null: none is open. */
  readonly id: string | null;
  readonly open: (id: string) => void;
  readonly close: () => void;
}

/** The proposal that the page's address names, and ways to open and close it. */
export function useReview(): Reviewing {
  const search = useSearch({ strict: false }) as Readonly<Record<string, unknown>>;
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const { review, ...rest } = search;
  const go = (next: object, replace: boolean) =>
    void navigate({ to: pathname, search: next as never, replace, resetScroll: false });
  return {
    id: typeof review === 'string' && review !== '' ? review : null,
    open: (id) => go({ ...rest, review: id }, false),
    close: () => go(rest, true),
  };
}
