import { DAY, SECOND } from '../kernel/time.ts';
import { DEFAULT_DELAYS_S } from './rules/backoff.ts';

/** How a webhook is delivered to; each can be set, a preset gives what is not. */
export interface DeliverySettings {
  /** Deadline of one attempt, from connecting to the last byte of the answer. */
  readonly timeout_ms: number;
  /** Requests under way at once. */
  readonly max_in_flight: number;
  /**
   * `strict`: an incident's events one after another; `latest`: a later event replaces those still
   * waiting; `none`: each for itself.
   */
  readonly order: 'strict' | 'latest' | 'none';
  readonly max_attempts: number;
  /** Between attempts, before jitter. */
  readonly retry_delays_s: readonly number[];
}

/**
 * `default`: at least once, ten attempts in 75 hours. `flashduty`: as seed 003 describes it, one
 * second to answer and at most one attempt, so that an event may be lost and none comes twice.
 */
export const PRESETS: Readonly<Record<'default' | 'flashduty', DeliverySettings>> = {
  default: {
    timeout_ms: 5_000,
    max_in_flight: 16,
    order: 'strict',
    max_attempts: DEFAULT_DELAYS_S.length + 1,
    retry_delays_s: DEFAULT_DELAYS_S,
  },
  flashduty: {
    timeout_ms: 1_000,
    max_in_flight: 16,
    order: 'strict',
    max_attempts: 1,
    retry_delays_s: [],
  },
};

/** What may be set. A deadline is shorter than a lease (15 s), which is never renewed. */
export const DELIVERY_LIMITS = {
  timeout_ms: { minimum: 100, maximum: 10_000 },
  max_in_flight: { minimum: 1, maximum: 100 },
  max_attempts: { minimum: 1, maximum: 20 },
  /** Each delay. A list longer than the attempts need is not an error; nothing reads its rest. */
  retry_delays_s: { minimum: 1, maximum: (7 * DAY) / SECOND },
} as const;
