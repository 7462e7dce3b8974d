/** Milliseconds since the epoch. All instants inside are of this kind. */
export type Instant = number;

export type Clock = () => Instant;

export const systemClock: Clock = () => Date.now();

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const ISO_8601 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2}))$/;

/**
 * Reads an ISO 8601 date and time with offset (`2024-01-15T10:30:00Z`, `…+01:00`).
 * Returns `undefined` for anything else and for dates the calendar does not have.
 * Go's zero time (year 1) is a valid instant here; formats decide what it means.
 */
export function parseInstant(text: string): Instant | undefined {
  const match = ISO_8601.exec(text);
  if (!match) return undefined;
  const part = (index: number) => Number(match[index] ?? 0);
  const [year, month, day] = [part(1), part(2), part(3)];
  const [hour, minute, second] = [part(4), part(5), part(6)];
  if (hour > 23 || minute > 59 || second > 59 || part(10) > 23 || part(11) > 59) return undefined;
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return undefined;
  at.setUTCHours(hour, minute, second, Number((match[7] ?? '').slice(0, 3).padEnd(3, '0')));
  const offset = (part(10) * 60 + part(11)) * MINUTE * (match[9] === '-' ? -1 : 1);
  return at.getTime() - offset;
}

/** `2026-11-21T03:50:10.000Z`: UTC with milliseconds, as every response of our own API. */
export function formatInstant(at: Instant): string {
  if (at !== lastInstant) {
    lastText = new Date(at).toISOString();
    lastInstant = at;
  }
  return lastText;
}

// An incident that has just opened tells the same instant five times over.
let lastInstant = 0;
let lastText = '1970-01-01T00:00:00.000Z';

/** The same for what may be unset. */
export function formatOptional(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at);
}
