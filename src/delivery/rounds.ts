import { setTimeout as sleep } from 'node:timers/promises';

export interface Rounds {
  readonly wake: () => void;
  /** Resolves when nothing runs; what was asked for and not begun is dropped. */
  readonly idle: () => Promise<void>;
}

/**
 * Runs `work` at once when woken, never twice at a time; what wakes it meanwhile makes one further
 * round, at the earliest `pace` ms later: fewer, larger rounds while there is much to do.
 */
export function createRounds(
  work: () => Promise<void>,
  pace: number,
  onError: (error: unknown) => void,
): Rounds {
  let again = false;
  let running: Promise<void> | null = null;
  const run = async () => {
    while (again) {
      again = false;
      await work().catch(onError);
      await sleep(pace);
    }
    running = null;
  };
  return {
    wake: () => {
      again = true;
      running ??= run();
    },
    idle: async () => {
      again = false;
      await running;
    },
  };
}
