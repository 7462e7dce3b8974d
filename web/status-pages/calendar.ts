import { clockAt, instantAt, shiftBetween } from './zones.ts';

const DAY = 86_400_000;

/** A window of time. */
export interface Window {
  readonly id: string;
  readonly start_time: string;
  readonly end_time: string;
}

/** A day of a month's calendar. */
export interface CalendarDay<Item> {
  /** `2026-11-21`, in the calendar's zone. */
  readonly date: string;
  readonly inMonth: boolean;
  /** Minutes by which clocks are put forward (or, negative, back) on that day; 0: they are not. */
  readonly shift: number;
  readonly items: readonly Item[];
}

/** `2026-11` a number of months on. */
export function monthAfter(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by)).toISOString().slice(0, 7);
}

/** The month in which an instant is, by the clocks of a zone. */
export function monthOf(instant: number, zone: string): string {
  return clockAt(instant, zone).slice(0, 7);
}

/** Dates of the weeks, Monday to Sunday, that a month is shown in. */
export function datesOf(month: string): readonly string[] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const before = (new Date(first).getUTCDay() + 6) % 7;
  const after = Date.parse(`${monthAfter(month, 1)}-01T00:00:00Z`);
  const weeks = Math.ceil((before + (after - first) / DAY) / 7);
  return Array.from({ length: weeks * 7 }, (_, index) =>
    new Date(first + (index - before) * DAY).toISOString().slice(0, 10),
  );
}

/** When a date begins and ends by the clocks of a zone. */
export function spanOf(date: string, zone: string): readonly [from: number, to: number] {
  const next = new Date(Date.parse(`${date}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
  const at = (day: string) => instantAt(`${day}T00:00`, zone)?.instant ?? 0;
  return [at(date), at(next)];
}

/** A month, day by day, with the windows that touch each day. */
export function calendarOf<Item extends Window>(
  month: string,
  zone: string,
  windows: readonly Item[],
): readonly CalendarDay<Item>[] {
  return datesOf(month).map((date) => {
    const [from, to] = spanOf(date, zone);
    const touches = ({ start_time, end_time }: Item) =>
      Date.parse(start_time) < to && Date.parse(end_time) > from;
    const inMonth = date.startsWith(month);
    return { date, inMonth, shift: shiftBetween(from, to, zone), items: windows.filter(touches) };
  });
}

/** Those of the others that share time with a window. */
export function overlapping<Item extends Window>(
  window: Omit<Window, 'id'> & { readonly id?: string | null },
  others: readonly Item[],
): readonly Item[] {
  const [from, to] = [Date.parse(window.start_time), Date.parse(window.end_time)];
  return others.filter(
    ({ id, start_time, end_time }) =>
      id !== window.id && Date.parse(start_time) < to && Date.parse(end_time) > from,
  );
}
