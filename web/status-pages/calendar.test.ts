import { describe, expect, it } from 'vitest';
import { calendarOf, datesOf, monthAfter, monthOf, overlapping } from './calendar.ts';

const window = (id: string, start_time: string, end_time: string) => ({ id, start_time, end_time });

describe('a month as a calendar', () => {
  it('is shown in whole weeks that begin on Monday', () => {
    expect(datesOf('2026-11')[0]).toBe('2026-10-26');
    expect(datesOf('2026-11').at(-1)).toBe('2026-12-06');
    expect(datesOf('2027-02')).toHaveLength(28);
  });

  it('is followed and preceded by others, over the year', () => {
    expect(monthAfter('2026-12', 1)).toBe('2027-01');
    expect(monthAfter('2026-01', -1)).toBe('2025-12');
    expect(monthOf(Date.parse('2026-10-31T23:30:00Z'), 'Europe/Berlin')).toBe('2026-11');
  });

  it('shows a window on every day of the zone that it touches', () => {
    const night = window('a', '2026-11-20T22:30:00Z', '2026-11-21T00:30:00Z');
    const daysIn = (zone: string) =>
      calendarOf('2026-11', zone, [night])
        .filter(({ items }) => items.length > 0)
        .map(({ date }) => date);
    expect(daysIn('UTC')).toEqual(['2026-11-20', '2026-11-21']);
    expect(daysIn('Europe/Berlin')).toEqual(['2026-11-20', '2026-11-21']);
    expect(daysIn('Asia/Tokyo')).toEqual(['2026-11-21']);
  });

  it('flags the days on which clocks are put forward or back', () => {
    const shifts = (month: string) =>
      calendarOf(month, 'Europe/Berlin', [])
        .filter(({ shift }) => shift !== 0)
        .map(({ date, shift }) => [date, shift]);
    expect(shifts('2026-03')).toEqual([['2026-03-29', 60]]);
    expect(shifts('2026-10')).toEqual([['2026-10-25', -60]]);
  });
});

describe('windows that share time', () => {
  const first = window('a', '2026-11-20T10:00:00Z', '2026-11-20T12:00:00Z');
  const others = [
    first,
    window('b', '2026-11-20T12:00:00Z', '2026-11-20T13:00:00Z'),
    window('c', '2026-11-20T11:59:00Z', '2026-11-20T12:30:00Z'),
  ];

  it('are found, but neither those that only meet nor the window itself', () => {
    expect(overlapping(first, others).map(({ id }) => id)).toEqual(['c']);
  });
});
