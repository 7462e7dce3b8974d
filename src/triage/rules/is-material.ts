import { isWorse, type Severity } from '../../kernel/severity.ts';

/** What an incident was like when it was triaged, or is now. */
export interface Looks {
  /** Null: it has not been triaged. */
  readonly severity: Severity | null;
  readonly kinds: readonly string[];
}

/** Kinds of alerts that are told apart; an incident with more of them is a storm, known as such. */
export const MAX_KINDS = 20;

/**
 * Whether an incident has changed so that it is worth triaging again: it got worse, or an alert of
 * a new kind came to it. Repeats, recoveries and more of the same are not.
 */
export function isMaterial(before: Looks, now: Looks): boolean {
  if (before.severity === null || now.severity === null) return true;
  if (isWorse(now.severity, before.severity)) return true;
  if (before.kinds.length >= MAX_KINDS) return false;
  const known = new Set(before.kinds);
  return now.kinds.some((kind) => !known.has(kind));
}
