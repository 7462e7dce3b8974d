import { HOUR, MINUTE, SECOND } from '../../kernel/time.ts';

/** Milliseconds after the first attempt's time in which it is tried again. */
export const GIVE_UP_AFTER = 6 * HOUR;

/** Milliseconds between attempts; the last one repeats. */
const DELAYS: readonly number[] = [
  10 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
];

/** How far jitter moves a delay, to either side. */
const JITTER = 0.2;

/** An attempt that failed and may be made again. */
export interface FailedAttempt {
  /** The first is 1. */
  readonly attempt: number;
  /** Milliseconds since the notification was made. */
  readonly age: number;
  /** Milliseconds that the receiver asks to wait; null: it asks for nothing. */
  readonly pause: number | null;
  /** At least 0, below 1. */
  readonly random: number;
}

/** Milliseconds until the next attempt; null: it is given up. */
export function retryIn({ attempt, age, pause, random }: FailedAttempt): number | null {
  const delay = DELAYS[Math.min(Math.max(attempt, 1), DELAYS.length) - 1] ?? 0;
  const jittered = Math.round(delay * (1 - JITTER + 2 * JITTER * random));
  const wait = Math.max(jittered, Math.min(pause ?? 0, HOUR));
  return age + wait > GIVE_UP_AFTER ? null : wait;
}
