import { shortSpan } from '../frame/times.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const count = new Intl.NumberFormat(undefined);
const hour = new Intl.DateTimeFormat(undefined, { hour: 'numeric' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const wholeDay = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
});

/** A duration to the second below an hour: `45s`, `4m 30s`, `3h 05m`; a dash where there is none. */
export function spanWords(milliseconds: number | null): string {
  if (milliseconds === null) return '–';
  if (milliseconds >= HOUR || milliseconds < MINUTE) return shortSpan(milliseconds);
  const seconds = Math.floor((milliseconds % MINUTE) / SECOND);
  return seconds === 0 ? shortSpan(milliseconds) : `${shortSpan(milliseconds)} ${seconds}s`;
}

/** A whole number with separators, as the viewer writes it. */
export function countWords(value: number | null): string {
  return value === null ? '–' : count.format(value);
}

/** `1 incident`, `12 incidents` */
export function counted(value: number, thing: string): string {
  return `${count.format(value)} ${thing}${value === 1 ? '' : 's'}`;
}

/** Name of a bar: the hour, or the day. */
export function barName(start: string, bars: 'hour' | 'day'): string {
  return (bars === 'hour' ? hour : day).format(new Date(start));
}

/** The same where there is room for it: with the weekday, hours with their day. */
export function barNameInFull(start: string, bars: 'hour' | 'day'): string {
  const date = new Date(start);
  return bars === 'day' ? wholeDay.format(date) : `${wholeDay.format(date)}, ${hour.format(date)}`;
}

/** `9 AM`, `09`: as the viewer says an hour. */
export function hourName(of: number): string {
  return hour.format(new Date(2_000, 0, 1, of));
}
