import { expect, test } from 'vitest';
import { endOfBar, PERIODS, periodAt, readPeriod } from './period.ts';

const NOW = new Date(2026, 10, 21, 14, 37, 12).getTime();

test('a period that the address does not know is a week', () => {
  expect(PERIODS.map((period) => readPeriod({ period }))).toEqual([...PERIODS]);
  expect(readPeriod({})).toBe('7d');
  expect(readPeriod({ period: ['24h', '7d'] })).toBe('7d');
});

test('24 hours begin with a whole hour, the current one being the last', () => {
  const { from, to, bars } = periodAt('24h', NOW);
  expect(new Date(from)).toEqual(new Date(2026, 10, 20, 15));
  expect(Date.parse(to)).toBe(NOW);
  expect(bars).toBe('hour');
});

test('days begin at midnight, today being the last of them', () => {
  expect(new Date(periodAt('7d', NOW).from)).toEqual(new Date(2026, 10, 15));
  expect(new Date(periodAt('90d', NOW).from)).toEqual(new Date(2026, 7, 24));
  expect(periodAt('7d', NOW).bars).toBe('day');
});

test('hours are asked for only where the server has them', () => {
  expect(PERIODS.filter((name) => periodAt(name, NOW).hasHours)).toEqual(['24h', '7d', '30d']);
});

test('a bar ends where the next begins, the last with the period', () => {
  const period = periodAt('7d', NOW);
  expect(endOfBar(['a', 'b'], 0, period)).toBe('b');
  expect(endOfBar(['a', 'b'], 1, period)).toBe(period.to);
});
