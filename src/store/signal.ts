/** Tells whoever listens in this process that something happened. Carries no data. */
export interface Signal {
  /** Calls the listeners, in the order they came. They must not throw. */
  readonly notify: () => void;
  /** Returns how to stop listening. */
  readonly subscribe: (listener: () => void) => () => void;
}

export function createSignal(): Signal {
  const listeners = new Set<() => void>();
  return {
    notify: () => {
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
