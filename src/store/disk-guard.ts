import { statfs } from 'node:fs/promises';
import { type Problem, unavailable } from '../kernel/errors.ts';

/** Free share of the disk below which nothing is accepted any more (domain, "Retention"). */
const LEAST_FREE = 0.05;

/** Watches the disk of the embedded database, which breaks when it is full. */
export interface DiskGuard {
  /** The refusal while the disk is too full, else null. Costs nothing. */
  readonly fault: () => Problem | null;
  /** Looks again. */
  readonly check: () => Promise<void>;
}

export function createDiskGuard(folder: string): DiskGuard {
  let full = false;
  return {
    fault: () =>
      full
        ? unavailable('disk_full', 'Less than 5 % of the disk is free; nothing is stored.', 30)
        : null,
    check: async () => {
      const { bavail, blocks } = await statfs(folder);
      full = bavail < blocks * LEAST_FREE;
    },
  };
}
