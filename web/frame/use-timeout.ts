import { useEffect, useRef } from 'react';

/** Calls back once after so many milliseconds; null stops waiting. */
export function useTimeout(milliseconds: number | null, callBack: () => void): void {
  const latest = useRef(callBack);
  latest.current = callBack;
  useEffect(() => {
    if (milliseconds === null) return undefined;
    const timer = setTimeout(() => latest.current(), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
}
