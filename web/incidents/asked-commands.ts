import { useSyncExternalStore } from 'react';
import type { IncidentRow } from '../api/shapes.ts';

/** Commands that need to know more than which incidents. */
export type AskedType =
  | 'snooze'
  | 'assign'
  | 'add_responders'
  | 'comment'
  | 'reopen'
  | 'resolve'
  | 'merge'
  | 'run_action'
  | 'publish';

interface Asked {
  readonly type: AskedType;
  readonly rows: readonly IncidentRow[];
}

let asked: Asked | null = null;
const listeners = new Set<() => void>();

/** Opens the dialog of a command for these incidents; null closes it. */
export function askFor(type: AskedType | null, rows: readonly IncidentRow[] = []): void {
  asked = type === null || rows.length === 0 ? null : { type, rows };
  for (const listener of listeners) listener();
}

/** What is being asked; null: nothing. */
export function useAsked(): Asked | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked,
  );
}
