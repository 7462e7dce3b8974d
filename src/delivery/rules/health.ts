import { HOUR, type Instant, MINUTE, SECOND } from '../../kernel/time.ts';
import { withJitter } from './backoff.ts';

/** How a destination is doing: a row of `destination_health`; {@link HEALTHY} needs none. */
export interface Health {
  /**
   * Failures in a row up to {@link FAILURES_TO_OPEN}, and from there one more for each time that
   * the destination was tried again in vain.
   */
  readonly failures: number;
  /** First of the failures since the last success. */
  readonly failingSince: Instant | null;
  /** Nothing is sent before; null: sending goes on. */
  readonly openUntil: Instant | null;
  /** Why it waits or fails: {@link THROTTLED}, or the code of the last failure. */
  readonly reason: string | null;
}

export const HEALTHY: Health = { failures: 0, failingSince: null, openUntil: null, reason: null };

/** `reason` of a pause that the receiver asked for, as opposed to one of the breaker. */
export const THROTTLED = 'throttled';

export const FAILURES_TO_OPEN = 5;

/** How long sending stops the first time, doubled each further time, and the longest (ms). */
const FIRST_OPENING = 5 * SECOND;
const LONGEST_OPENING = 5 * MINUTE;

/** Failing that long (ms) without one success, a destination is disabled. */
export const DISABLE_AFTER = 120 * HOUR;

/** Results that came in together, for one destination. */
export interface Batch {
  readonly successes: number;
  readonly failures: number;
  /** The latest time to which an answer in the batch put everything off. */
  readonly pauseUntil: Instant | null;
  readonly now: Instant;
  /** At least 0, below 1: jitter. */
  readonly random: number;
  /** Code of the last failure. */
  readonly error: string | null;
}

export interface HealthDecision {
  readonly health: Health;
  /** A sentence for people saying why the destination is to be disabled; null: it is not. */
  readonly disable: string | null;
}

/**
 * The breaker of one destination (contracts, "Outbound webhooks": circuit breaker, auto-disable
 * with a notice). After five failures in a row sending stops for 5 s; then lanes are tried again,
 * and while they fail the stop doubles, up to 5 min, each ±20 %. A success in the batch ends it all
 * but a pause that the receiver asked for. Results of requests that were under way when the circuit
 * opened change nothing. Who has failed at least five times and for five days, never succeeding,
 * is disabled.
 */
export function afterBatch(health: Health, batch: Batch): HealthDecision {
  if (batch.successes > 0)
    return { health: paused(recovered(health, batch), batch), disable: null };
  if (batch.failures === 0) return { health: paused(health, batch), disable: null };
  const failing = worsened(health, batch);
  return { health: paused(failing, batch), disable: disableReason(failing, batch) };
}

/** Whether nothing may be sent now. */
export function isOpen(health: Health, now: Instant): boolean {
  return health.openUntil !== null && health.openUntil > now;
}

function recovered(health: Health, { now }: Batch): Health {
  if (health.reason !== THROTTLED || !isOpen(health, now)) return HEALTHY;
  return { ...HEALTHY, openUntil: health.openUntil, reason: THROTTLED };
}

function worsened(health: Health, { failures, now, random, error }: Batch): Health {
  const failingSince = health.failingSince ?? now;
  if (isOpen(health, now)) return { ...health, failingSince };
  const counted =
    health.failures < FAILURES_TO_OPEN
      ? Math.min(health.failures + failures, FAILURES_TO_OPEN)
      : health.failures + 1;
  const opens = counted >= FAILURES_TO_OPEN;
  const openUntil = opens ? now + opening(counted - FAILURES_TO_OPEN, random) : null;
  return { failures: counted, failingSince, openUntil, reason: error };
}

function opening(times: number, random: number): number {
  return withJitter(Math.min(FIRST_OPENING * 2 ** times, LONGEST_OPENING), random);
}

/** The receiver's pause, where it is longer than what stands. */
function paused(health: Health, { pauseUntil }: Batch): Health {
  if (pauseUntil === null || pauseUntil <= (health.openUntil ?? 0)) return health;
  return { ...health, openUntil: pauseUntil, reason: THROTTLED };
}

function disableReason({ failures, failingSince }: Health, { now, error }: Batch): string | null {
  if (failures < FAILURES_TO_OPEN || failingSince === null) return null;
  if (now - failingSince < DISABLE_AFTER) return null;
  const last = error === null ? '' : ` The last error was ${error}.`;
  return `Nothing was delivered for ${DISABLE_AFTER / (24 * HOUR)} days.${last}`;
}
