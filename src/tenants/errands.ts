import type { Logger } from 'pino';

/** Work that a reply does not wait for, such as sending a mail. */
export interface Errands {
  /** Starts `work`; a failure is logged under `name`, and beyond a hundred at once all are dropped. */
  readonly run: (name: string, work: () => Promise<void>) => void;
  /** Waits for what is under way. */
  readonly close: () => Promise<void>;
}

const AT_ONCE = 100;

/** Errands of this process; they do not survive it, so nothing that must happen may be one. */
export function createErrands(log: Pick<Logger, 'warn'>): Errands {
  const underWay = new Set<Promise<void>>();
  return {
    run: (name, work) => {
      if (underWay.size >= AT_ONCE) {
        log.warn(`${name}: dropped, too much is under way`);
        return;
      }
      const errand: Promise<void> = work()
        .catch((error) => log.warn({ err: error }, `${name}: failed`))
        .finally(() => underWay.delete(errand));
      underWay.add(errand);
    },
    close: async () => {
      await Promise.all(underWay);
    },
  };
}
