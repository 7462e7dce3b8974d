import { formatInstant, type Instant, MINUTE, parseInstant } from '../../kernel/time.ts';

/**
 * The years that StatusHub's patterns admit (seed 001). The one place to change when the decade
 * ends: senders' clocks will not ask.
 */
const YEAR_PATTERN = '202[0-9]';

/** The pattern of `start_time` and `end_time`, exactly the seed's. */
export const TIMESTAMP_PATTERN = `^${YEAR_PATTERN}-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z$`;

/** Milliseconds that a sender's clock may be ahead of ours. */
export const CLOCK_SKEW = 5 * MINUTE;

/**
 * The instant of a timestamp that fits the pattern; undefined for days and hours that the calendar
 * does not have, which the pattern lets through (research/statuspage.md §1.3, 12).
 */
export function readTimestamp(text: string): Instant | undefined {
  const at = parseInstant(text);
  if (at === undefined) return undefined;
  const again = `${formatInstant(at).slice(0, 'yyyy-mm-ddThh:mm:ss'.length)}Z`;
  return again === text ? at : undefined;
}
