import { type Instant, SECOND } from '../../kernel/time.ts';
import { nextAttemptAt } from './backoff.ts';
import { retryAfter } from './retry-after.ts';

/** What an attempt came to: an answer with its headers (names in lower case), or none and why. */
export type ResultFacts =
  | {
      readonly answered: true;
      readonly status: number;
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
    }
  | {
      readonly answered: false;
      /** A code, such as `timeout`, `connection_refused` or `blocked_address`. */
      readonly error: string;
    };

/** What follows from an attempt for its delivery and for the destination. */
export interface Verdict {
  readonly outcome: 'delivered' | 'retrying' | 'dead';
  /** When the next attempt is due; null unless retrying. */
  readonly nextAt: Instant | null;
  /** A code, such as `http_500`, `redirect`, `gone` or the client's own; null when delivered. */
  readonly error: string | null;
  /** Nothing is sent to the destination before: it asked for less. */
  readonly pauseUntil: Instant | null;
  /** The destination said that it is gone for good. */
  readonly disable: boolean;
  /** Whether the destination works; null when the attempt tells nothing about it. */
  readonly healthy: boolean | null;
}

/** One attempt of a delivery. */
export interface Attempt {
  readonly result: ResultFacts;
  /** Number of this attempt; the first is 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** Seconds between attempts. */
  readonly delays: readonly number[];
  readonly now: Instant;
  /** At least 0, below 1: jitter. */
  readonly random: number;
}

/** Attempts for a request that the receiver calls wrong: a second and a third opinion. */
const MAX_REFUSALS = 3;

/** The pause after a throttling answer that names none (ms). The breaker makes it longer. */
const DEFAULT_PAUSE = 5 * SECOND;

/** Too many requests, or nobody behind the proxy who could take one. */
const THROTTLING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Refusals that may pass: the request timed out on its way, came too early, or too often. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** Refusals of the credentials, the address or the method: wrong for every other body as well. */
const ABOUT_THE_ENDPOINT: ReadonlySet<number> = new Set([401, 403, 404, 405, 407]);

/**
 * Decides about a delivery after one attempt (contracts, "Outbound webhooks"; research,
 * webhook-delivery §2):
 * - 2xx: delivered.
 * - 410: dead, and the destination is disabled.
 * - A response header `webhook-delivery: abort-message`: dead, and nothing else follows from it.
 * - Any other 4xx but 408, 425 and 429: three attempts, then dead, so that one bad payload does
 *   not hold up its incident for days. 401, 403, 404, 405 and 407 count against the destination,
 *   the others say nothing about it.
 * - 429, 502, 503, 504: by the schedule, but not before `Retry-After`, which the whole destination
 *   waits for (1 s … 1 h; without one, five seconds).
 * - Everything else (1xx, 3xx, 5xx, no answer): by the schedule. That includes addresses that may
 *   not be called: the name can lead elsewhere tomorrow.
 * - The last attempt is the last, whatever came.
 */
export function judge(input: Attempt): Verdict {
  const { result } = input;
  if (!result.answered) return failed(input, { error: result.error, healthy: false });
  const { status } = result;
  if (status >= 200 && status < 300) return DELIVERED;
  const error = errorOf(status);
  if (status === 410) return { ...dead(error, false), disable: true };
  if (isAborted(result)) return dead('aborted', null);
  return failed(input, {
    error,
    healthy: isRefusal(status) && !ABOUT_THE_ENDPOINT.has(status) ? null : false,
    lastAttempt: isRefusal(status) ? MAX_REFUSALS : undefined,
    pauseUntil: pauseAfter(result, input.now),
  });
}

type Answer = Extract<ResultFacts, { answered: true }>;

const DELIVERED: Verdict = {
  outcome: 'delivered',
  nextAt: null,
  error: null,
  pauseUntil: null,
  disable: false,
  healthy: true,
};

function dead(error: string, healthy: boolean | null): Verdict {
  return { outcome: 'dead', nextAt: null, error, pauseUntil: null, disable: false, healthy };
}

function failed(
  { attempt, maxAttempts, delays, now, random }: Attempt,
  failure: {
    readonly error: string;
    readonly healthy: boolean | null;
    readonly lastAttempt?: number | undefined;
    readonly pauseUntil?: Instant | null;
  },
): Verdict {
  const { error, healthy, lastAttempt = maxAttempts, pauseUntil = null } = failure;
  if (attempt >= Math.min(lastAttempt, maxAttempts)) {
    return { ...dead(error, healthy), pauseUntil };
  }
  const scheduledAt = nextAttemptAt({ attempt, delays, now, random });
  return {
    outcome: 'retrying',
    nextAt: Math.max(scheduledAt, pauseUntil ?? scheduledAt),
    error,
    pauseUntil,
    disable: false,
    healthy,
  };
}

function errorOf(status: number): string {
  if (status === 410) return 'gone';
  return status >= 300 && status < 400 ? 'redirect' : `http_${status}`;
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && !PASSING.has(status);
}

function isAborted(answer: Answer): boolean {
  return headerOf(answer, 'webhook-delivery')?.trim().toLowerCase() === 'abort-message';
}

function pauseAfter(answer: Answer, now: Instant): Instant | null {
  if (!THROTTLING.has(answer.status)) return null;
  return now + (retryAfter(headerOf(answer, 'retry-after'), now) ?? DEFAULT_PAUSE);
}

/** The first value of a header that may have been sent several times. */
function headerOf({ headers }: Answer, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}
