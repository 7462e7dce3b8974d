import { useSyncExternalStore } from 'react';
import { randomId } from '../api/random-id.ts';

/** What the person is told at the edge of the page. */
export interface Toast {
  readonly id: string;
  readonly kind: 'done' | 'refused';
  readonly title: string;
  /** More, one line each. */
  readonly lines?: readonly string[];
  /** Takes back what was done, while the message stands. */
  readonly undo?: () => void;
}

/** Milliseconds that a message stands; Undo must be reachable for ten seconds at least. */
const STANDS = { done: 6_000, undo: 12_000, refused: 15_000 };
const MOST = 4;

let toasts: readonly Toast[] = [];
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const listeners = new Set<() => void>();

/** Shows a message; returns its id. */
export function showToast(toast: Omit<Toast, 'id'>): string {
  const id = randomId('toast');
  set([...toasts, { ...toast, id }].slice(-MOST));
  holdToast(id, false);
  return id;
}

/** Says what was done, with Undo where the server can undo it. */
export function tellDone(title: string, undo?: () => void): void {
  showToast({ kind: 'done', title, ...(undo && { undo }) });
}

/** Says what could not be done, and why. */
export function tellRefused(title: string, ...lines: readonly string[]): void {
  showToast({ kind: 'refused', title, lines });
}

/** Takes a message away. */
export function dismissToast(id: string): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  set(toasts.filter((toast) => toast.id !== id));
}

/** A message under the pointer or with focus does not go away. */
export function holdToast(id: string, held: boolean): void {
  clearTimeout(timers.get(id));
  const toast = toasts.find((other) => other.id === id);
  if (held || !toast) return;
  const stands = STANDS[toast.undo ? 'undo' : toast.kind];
  timers.set(
    id,
    setTimeout(() => dismissToast(id), stands),
  );
}

/** Takes back the latest thing that can be taken back. */
export function undoLatest(): void {
  const latest = toasts.findLast((toast) => toast.undo);
  if (!latest) return;
  dismissToast(latest.id);
  latest.undo?.();
}

/** The messages that stand. */
export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}
