import { useSyncExternalStore } from 'react';

/** Which row of the list is the one in use, and which are ticked. Rows read only their own part. */
interface Selection {
  readonly active: string | null;
  readonly checked: ReadonlySet<string>;
  /** Where a range begins. */
  readonly anchor: string | null;
}

let selection: Selection = { active: null, checked: new Set(), anchor: null };
const listeners = new Set<() => void>();

/** The selection as it is now. */
export function listSelection(): Selection {
  return selection;
}

/** Makes a row the one in use. */
export function activate(id: string | null): void {
  if (id !== selection.active) set({ ...selection, active: id });
}

/** Ticks a row, or takes its tick away. */
export function toggleCheck(id: string): void {
  const checked = new Set(selection.checked);
  if (!checked.delete(id)) checked.add(id);
  set({ ...selection, checked, anchor: id });
}

/** Ticks everything from the last ticked row to this one, in the list's order. */
export function checkRange(id: string, order: readonly string[]): void {
  const from = order.indexOf(selection.anchor ?? id);
  const to = order.indexOf(id);
  if (from < 0 || to < 0) {
    toggleCheck(id);
    return;
  }
  const between = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  set({ ...selection, checked: new Set([...selection.checked, ...between]) });
}

/** Ticks these and no others. */
export function checkOnly(ids: readonly string[]): void {
  set({ ...selection, checked: new Set(ids), anchor: null });
}

function set(next: Selection): void {
  selection = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useActiveId(): string | null {
  return useSyncExternalStore(subscribe, () => selection.active);
}

export function useIsActive(id: string): boolean {
  return useSyncExternalStore(subscribe, () => selection.active === id);
}

export function useIsChecked(id: string): boolean {
  return useSyncExternalStore(subscribe, () => selection.checked.has(id));
}

export function useChecked(): ReadonlySet<string> {
  return useSyncExternalStore(subscribe, () => selection.checked);
}
