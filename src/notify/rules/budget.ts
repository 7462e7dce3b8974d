import { type Instant, MINUTE } from '../../kernel/time.ts';
import type { ChannelKind, ToldKind } from './kinds.ts';

/** Notifications for one recipient within {@link WINDOW}; the rest becomes one digest. */
export const MOST_TOLD = 30;

/** Milliseconds that a budget is for. */
export const WINDOW = 10 * MINUTE;

/** Kinds of what was held back, with counts. */
export type Withheld = Readonly<Partial<Record<ChannelKind | ToldKind, number>>>;

/** What a recipient was told since `startedAt`. */
export interface Budget {
  readonly startedAt: Instant;
  readonly told: number;
  readonly withheld: Withheld;
}

/** Whether one more is told, and the budget after it. */
export interface Spending {
  readonly tell: boolean;
  readonly budget: Budget;
}

/**
 * Spends one notification. A window begins with the first one told in it; at most {@link MOST_TOLD}
 * are told, the others only counted. What was held back waits for its digest also after the window,
 * so that no recipient gets a digest and its contents.
 */
export function spend(budget: Budget | null, kind: keyof Withheld, now: Instant): Spending {
  const current = budget !== null && !isOver(budget, now) ? budget : null;
  const { startedAt, told, withheld } = current ?? { startedAt: now, told: 0, withheld: {} };
  if (told < MOST_TOLD) return { tell: true, budget: { startedAt, told: told + 1, withheld } };
  const counted = { ...withheld, [kind]: (withheld[kind] ?? 0) + 1 };
  return { tell: false, budget: { startedAt, told, withheld: counted } };
}

/** Another window may begin: this one's time has passed and nothing waits for a digest. */
function isOver({ startedAt, withheld }: Budget, now: Instant): boolean {
  return now >= startedAt + WINDOW && countOf(withheld) === 0;
}

/** How many were held back. */
export function countOf(withheld: Withheld): number {
  return Object.values(withheld).reduce((sum, count) => sum + count, 0);
}
