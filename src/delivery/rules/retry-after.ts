import { HOUR, type Instant, parseInstant, SECOND } from '../../kernel/time.ts';

/** Bounds of a pause that a receiver asks for (ms): none, and none that stops a webhook for days. */
export const SHORTEST_PAUSE = SECOND;
export const LONGEST_PAUSE = HOUR;

/**
 * How long (ms) a `Retry-After` asks to wait: whole seconds or an HTTP date of RFC 9110, clamped
 * to 1 s … 1 h. Null when absent or when it is neither; the obsolete forms of dates are not read.
 */
export function retryAfter(value: string | undefined, now: Instant): number | null {
  const text = value?.trim() ?? '';
  const span = /^\d+$/.test(text) ? Number(text) * SECOND : untilDate(text, now);
  return span === null ? null : Math.min(Math.max(span, SHORTEST_PAUSE), LONGEST_PAUSE);
}

const HTTP_DATE = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function untilDate(text: string, now: Instant): number | null {
  const [, day = '', month = '', year = '', time = ''] = HTTP_DATE.exec(text) ?? [];
  const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
  // Month 00 is none that the calendar has.
  const at = parseInstant(`${year}-${number}-${day}T${time}Z`);
  return at === undefined ? null : at - now;
}
