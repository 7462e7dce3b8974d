import { type FieldError, invalid } from '../kernel/errors.ts';
import { DAY, type Instant, parseInstant } from '../kernel/time.ts';
import type { Period } from './analytics-queries.ts';
import type { AnalyticsQuery } from './analytics-schemas.ts';

const DEFAULT_DAYS = 7;

/** Closed incidents are kept 400 days; a chart of more hours than these is none. */
const MAX_DAYS = { day: 400, hour: 32 } as const;

/** The period that a query asks for; 422 for times and zones that do not exist, or too much. */
export function periodOf(query: AnalyticsQuery, now: Instant): Period {
  const to = instantIn('to', query.to) ?? now;
  const from = instantIn('from', query.from) ?? to - DEFAULT_DAYS * DAY;
  if (from >= to) {
    throw refused('The period has no length.', {
      pointer: '/from',
      expected: 'a time before `to`',
      received: query.from ?? '',
    });
  }
  const days = query.by === 'hour' ? MAX_DAYS.hour : MAX_DAYS.day;
  if (to - from > days * DAY) {
    throw refused('The period is too long.', {
      pointer: '/from',
      expected: `at most ${days} days before \`to\``,
      received: query.from ?? '',
    });
  }
  return { from, to, tz: zoneIn(query.tz ?? 'UTC') };
}

function instantIn(name: string, text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined;
  const at = parseInstant(text);
  if (at !== undefined && at >= 0) return at;
  const expected = 'an ISO 8601 date and time with offset, such as 2026-01-31T08:00:00Z';
  throw refused('The time cannot be read.', { pointer: `/${name}`, expected, received: text });
}

/** Names only: offsets such as +01:00 mean the opposite to PostgreSQL. */
const ZONE = /^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/;

function zoneIn(text: string): string {
  try {
    if (ZONE.test(text)) {
      return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
    }
  } catch {
    // falls through to the one answer for every zone that does not exist
  }
  const expected = 'the name of an IANA time zone, such as Europe/Berlin';
  throw refused('The time zone is not known.', { pointer: '/tz', expected, received: text });
}

function refused(detail: string, error: FieldError) {
  return invalid(detail, [error]);
}
