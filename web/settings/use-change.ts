import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Failure, toFailure } from '../api/failure.ts';

/** A change that is being made: whether it runs, and why it failed. */
export interface Change {
  readonly busy: boolean;
  readonly failure: Failure | null;
  /** Makes it; whether it worked. What shows the data named by `keys` is fetched anew. */
  readonly make: (act: () => Promise<unknown>) => Promise<boolean>;
}

/** Makes changes on the hub, one at a time, and refreshes what they touch. */
export function useChange(...keys: readonly string[]): Change {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const make = async (act: () => Promise<unknown>) => {
    setBusy(true);
    setFailure(null);
    try {
      await act();
      return true;
    } catch (error) {
      setFailure(toFailure(error));
      return false;
    } finally {
      setBusy(false);
      // Also after a refusal: it may have been because something changed meanwhile.
      for (const key of keys) void client.invalidateQueries({ queryKey: [key] });
    }
  };
  return { busy, failure, make };
}
