import { type Instant, SECOND } from '../../kernel/time.ts';

/**
 * Seconds between ten attempts: 75 h 35 min 5 s in all, the schedule that Standard Webhooks
 * recommends (research, webhook-delivery §2).
 */
export const DEFAULT_DELAYS_S: readonly number[] = [
  5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400,
];

/** How far jitter moves a delay, to either side. */
const JITTER = 0.2;

/** A time span (ms) moved by up to ±20 %. `random` is at least 0 and below 1. */
export function withJitter(span: number, random: number): number {
  return Math.round(span * (1 - JITTER + 2 * JITTER * random));
}

/**
 * When to try again after the attempt of that number (the first is 1) has failed. `delays` are the
 * seconds between attempts; where there are more attempts than delays the last one is repeated,
 * and without any the default schedule holds.
 */
export function nextAttemptAt(input: {
  readonly attempt: number;
  readonly delays: readonly number[];
  readonly now: Instant;
  readonly random: number;
}): Instant {
  const delays = input.delays.length > 0 ? input.delays : DEFAULT_DELAYS_S;
  const seconds = delays[Math.min(input.attempt, delays.length) - 1] ?? 0;
  return input.now + withJitter(seconds * SECOND, input.random);
}
