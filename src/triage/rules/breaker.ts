import { type Instant, MINUTE } from '../../kernel/time.ts';

/** How the last calls of a server went. */
export interface Breaker {
  /** One after another, up to now. */
  readonly failures: number;
  /** Nothing is asked before. */
  readonly closedUntil: Instant;
}

/** A server that was not asked yet. */
export const SOUND: Breaker = { failures: 0, closedUntil: 0 };

const MOST_FAILURES = 5;

/** How long a server that fails is left alone (ms). */
const REST = MINUTE;

/** Whether it may be asked now. */
export function mayAsk({ closedUntil }: Breaker, now: Instant): boolean {
  return now >= closedUntil;
}

/** After a call: five failures in a row, and each that follows, leave it alone for a minute. */
export function afterCall({ failures }: Breaker, succeeded: boolean, now: Instant): Breaker {
  if (succeeded) return SOUND;
  const closedUntil = failures + 1 >= MOST_FAILURES ? now + REST : 0;
  return { failures: failures + 1, closedUntil };
}
