/** Periods that the page offers, as its address names them. */
export const PERIODS = ['24h', '7d', '30d', '90d'] as const;
export type PeriodName = (typeof PERIODS)[number];

/** Each as the choice reads. */
export const PERIOD_WORDS: Readonly<Record<PeriodName, string>> = {
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
};

const DAYS: Readonly<Record<PeriodName, number>> = { '24h': 1, '7d': 7, '30d': 30, '90d': 90 };

/** The server gives hours of at most 32 days. */
const MOST_DAYS_BY_HOUR = 32;

const HOUR = 3_600_000;

/** A period as the API takes it, and what its bars are of. */
export interface Period {
  readonly name: PeriodName;
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** IANA zone that hours and days are of. */
  readonly tz: string;
  readonly bars: 'hour' | 'day';
  /** Whether figures by the hour exist for so long a time. */
  readonly hasHours: boolean;
}

/** Reads the period out of an address; a week unless it names one. */
export function readPeriod(search: Readonly<Record<string, unknown>>): PeriodName {
  return PERIODS.find((name) => name === search.period) ?? '7d';
}

/**
 * The period up to now, in the viewer's zone. It begins with a whole hour or day, so that only the
 * last bar is of less than the others.
 */
export function periodAt(name: PeriodName, now: number): Period {
  const tz = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const from = name === '24h' ? startOfHour(now) - 23 * HOUR : startOfDay(now, DAYS[name] - 1);
  return {
    name,
    from: new Date(from).toISOString(),
    to: new Date(now).toISOString(),
    tz,
    bars: name === '24h' ? 'hour' : 'day',
    hasHours: DAYS[name] <= MOST_DAYS_BY_HOUR,
  };
}

/** When a bar ends: with the next one, the last one with the period. */
export function endOfBar(starts: readonly string[], index: number, period: Period): string {
  return starts[index + 1] ?? period.to;
}

/** By the zone's own clock: in some, hours begin at half past. */
function startOfHour(now: number): number {
  return new Date(now).setMinutes(0, 0, 0);
}

function startOfDay(now: number, daysBefore: number): number {
  const date = new Date(now);
  date.setDate(date.getDate() - daysBefore);
  return date.setHours(0, 0, 0, 0);
}
