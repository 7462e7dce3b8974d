const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const exact = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium',
  timeStyle: 'long',
});
const timeOfDay = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const clockTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
});
const dayWithYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });

/** A span as lists show it: `12s`, `4m`, `3h 05m`, `2d 4h`. */
export function shortSpan(milliseconds: number): string {
  const span = Math.max(0, milliseconds);
  if (span < MINUTE) return `${Math.floor(span / 1_000)}s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)}m`;
  if (span < DAY) {
    const minutes = Math.floor((span % HOUR) / MINUTE);
    return `${Math.floor(span / HOUR)}h ${String(minutes).padStart(2, '0')}m`;
  }
  return `${Math.floor(span / DAY)}d ${Math.floor((span % DAY) / HOUR)}h`;
}

/** In full, in the viewer's zone and naming it. */
export function exactTime(instant: string): string {
  return exact.format(new Date(instant));
}

/** `14:03:59` */
export function timeInDay(instant: string): string {
  return timeOfDay.format(new Date(instant));
}

/** `14:03` today, else with its day. */
export function clockOrDay(instant: string, now: number): string {
  const date = new Date(instant);
  const today = new Date(now).toDateString() === date.toDateString();
  return today ? clockTime.format(date) : `${day.format(date)}, ${clockTime.format(date)}`;
}

/** The heading of a day: Today, Yesterday, or its date. */
export function dayName(instant: string, now: number): string {
  const date = new Date(instant);
  if (date.toDateString() === new Date(now).toDateString()) return 'Today';
  if (date.toDateString() === new Date(now - DAY).toDateString()) return 'Yesterday';
  return dayWithYear.format(date);
}
