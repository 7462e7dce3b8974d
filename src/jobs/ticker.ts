import type { StoreLog } from '../store/log.ts';

export interface Ticker {
  /** Waits for a run under way; none starts afterwards. */
  readonly close: () => Promise<void>;
}

/**
 * Runs `work` again `every` ms after it ended, on every replica: for what is due within a second
 * and claims its rows itself. A failure is logged and tried again with the next tick.
 */
export function startTicker(
  name: string,
  every: number,
  work: () => Promise<unknown>,
  log: StoreLog,
): Ticker {
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  const tick = async () => {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error }, `${name} failed and will be tried again`);
    }
    if (!closed) timer = setTimeout(start, every);
  };
  const start = () => {
    running = tick();
  };
  timer = setTimeout(start, every);
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
