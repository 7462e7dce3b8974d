import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Problem } from '../kernel/errors.ts';
import { MINUTE, SECOND } from '../kernel/time.ts';
import { addressGroup } from './address-group.ts';

export interface RateLimitOptions {
  /** Requests a minute and address where every request counts. Default 60 (seed 004). */
  readonly requestsPerMinute?: number;
  /** Refused requests a minute and address everywhere else. Default 60. */
  readonly failuresPerMinute?: number;
  /** Addresses watched at a time; further ones pass uncounted. Default 50,000. */
  readonly maxAddresses?: number;
}

/** Whole seconds to wait, at least 1; null: go on. */
type Wait = number | null;

/**
 * Limits of this process, in memory: approximate over several replicas on purpose. Each window is
 * one minute from the first request counted in it. IPv6 senders are counted by their /64.
 */
export interface RateLimits {
  /** Counts a request of an address, on routes where every request counts. */
  readonly request: (ip: string) => Promise<Wait>;
  /** Whether an address has been refused too often; counts nothing. */
  readonly blocked: (ip: string) => Promise<Wait>;
  /** Counts a refused request of an address. */
  readonly failed: (ip: string) => Promise<void>;
  /** Counts a request for an integration that has a cap; `undefined`: it has none. */
  readonly integration: (integrationId: string, perMinute: number | undefined) => Promise<Wait>;
}

export function createRateLimits(options: RateLimitOptions = {}): RateLimits {
  const { requestsPerMinute = 60, failuresPerMinute = 60, maxAddresses = 50_000 } = options;
  const requests = createWindow(maxAddresses);
  const failures = createWindow(maxAddresses);
  const integrations = createWindow(maxAddresses);
  return {
    request: (ip) => requests.count(addressGroup(ip), requestsPerMinute),
    blocked: (ip) => failures.peek(addressGroup(ip), failuresPerMinute),
    failed: async (ip) => {
      await failures.count(addressGroup(ip), failuresPerMinute);
    },
    integration: async (integrationId, perMinute) =>
      perMinute === undefined ? null : integrations.count(integrationId, perMinute),
  };
}

/** 429 with `Retry-After` (contracts, "Common to all intake"). */
export function rateLimited(retryAfter: number) {
  const detail = `Too many requests; try again in ${retryAfter} s.`;
  return new Problem(429, 'rate_limited', detail, { retryAfter });
}

/** Counters that live one minute, at most about twice `maxKeys` of them. */
function createWindow(maxKeys: number) {
  // Limits differ by call, so the limiter only counts.
  const limiter = new RateLimiterMemory({ points: 1, duration: MINUTE / SECOND });
  // The limiter does not say how many keys it holds; none of them outlives the next two minutes.
  let recent = new Set<string>();
  let since = performance.now();

  const admitsKey = (key: string) => {
    if (performance.now() - since >= MINUTE) {
      recent = new Set();
      since = performance.now();
    }
    if (!recent.has(key) && recent.size >= maxKeys) return false;
    recent.add(key);
    return true;
  };

  return {
    async count(key: string, limit: number): Promise<Wait> {
      if (!admitsKey(key)) return null;
      const { consumedPoints, msBeforeNext } = await limiter.penalty(key);
      return consumedPoints > limit ? seconds(msBeforeNext) : null;
    },
    async peek(key: string, limit: number): Promise<Wait> {
      const state = await limiter.get(key);
      if (!state || state.consumedPoints < limit || state.msBeforeNext <= 0) return null;
      return seconds(state.msBeforeNext);
    },
  };
}

function seconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / SECOND));
}
