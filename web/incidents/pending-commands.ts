import { useSyncExternalStore } from 'react';
import type { Incident, IncidentRow } from '../api/shapes.ts';

/** What a command will probably make of an incident, until the server says what it made of it. */
export type Guess = Partial<Incident>;

interface Pending {
  readonly key: string;
  readonly ids: ReadonlySet<string>;
  readonly guess: Guess;
}

let pending: readonly Pending[] = [];
let guesses: ReadonlyMap<string, Guess> = new Map();
const listeners = new Set<() => void>();

/**
 * Draws a guess over incidents until the returned function is called. The cache holds nothing but
 * what the server said: a rolled-back guess can so never take another one's place.
 */
export function drawGuess(key: string, ids: readonly string[], guess: Guess): () => void {
  set([...pending, { key, ids: new Set(ids), guess }]);
  return () => set(pending.filter((other) => other.key !== key));
}

function set(next: readonly Pending[]): void {
  pending = next;
  const merged = new Map<string, Guess>();
  for (const { ids, guess } of pending) {
    for (const id of ids) merged.set(id, { ...merged.get(id), ...guess });
  }
  guesses = merged;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The guess drawn over one incident; undefined: none. */
export function useGuess(id: string): Guess | undefined {
  return useSyncExternalStore(subscribe, () => guesses.get(id));
}

/** The incident as it is shown: what the server said, and the guess over it. */
export function guessed<Row extends IncidentRow>(row: Row, guess: Guess | undefined): Row {
  return guess ? { ...row, ...guess } : row;
}
