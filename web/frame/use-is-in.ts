import { useLocation } from '@tanstack/react-router';

/** Tells of a path whether the page that is shown is there or below it. */
export function useIsIn(): (path: string) => boolean {
  const { pathname } = useLocation();
  return (path) => pathname === path || pathname.startsWith(`${path}/`);
}
