import type { Busy } from './lane-queries.ts';

/** Counts the requests of this process under way, in all and to each destination. */
export interface InFlight {
  readonly total: () => number;
  readonly busy: () => readonly Busy[];
  readonly add: (destination: { tenantId: string; destinationId: string }, by: 1 | -1) => void;
}

export function createInFlight(): InFlight {
  const counts = new Map<string, { tenantId: string; destinationId: string; inFlight: number }>();
  let total = 0;
  return {
    total: () => total,
    busy: () => [...counts.values()],
    add: ({ tenantId, destinationId }, by) => {
      const key = `${tenantId} ${destinationId}`;
      const count = counts.get(key) ?? { tenantId, destinationId, inFlight: 0 };
      count.inFlight += by;
      total += by;
      if (count.inFlight === 0) counts.delete(key);
      else counts.set(key, count);
    },
  };
}
