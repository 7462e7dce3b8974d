import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  byHourOfDay,
  columnAt,
  labelledColumns,
  largest,
  lengthOf,
  namedColumns,
} from './scale.ts';

describe('bars', () => {
  test('start at zero and are as long as their share of the largest', () => {
    const values = [0, 5, null, 20];
    const most = largest(values);
    expect(most).toBe(20);
    expect(values.map((value) => lengthOf(value, most))).toEqual([0, 0.25, 0, 1]);
  });

  test('of little are still seen, of nothing never', () => {
    expect(lengthOf(1, 100_000)).toBe(0.01);
    expect(lengthOf(0, 0)).toBe(0);
    expect(largest([])).toBe(0);
  });
});

describe('columns', () => {
  test('lie side by side within the width', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 200, max: 1400 }),
        (count, width) => {
          let end = 0;
          for (let index = 0; index < count; index++) {
            const column = columnAt(index, count, width);
            expect(column.x).toBeGreaterThanOrEqual(end);
            expect(column.width).toBeGreaterThanOrEqual(1);
            end = column.x + column.width;
          }
          expect(end).toBeLessThanOrEqual(width + 1e-6);
        },
      ),
    );
  });

  test('have as many names as fit, the first one always', () => {
    expect([...namedColumns(24, 240, 60)]).toEqual([0, 6, 12, 18]);
    expect([...namedColumns(7, 700, 60)]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([...namedColumns(90, 30, 60)]).toEqual([0]);
  });

  test('have their values above them, or only the largest where it is narrow', () => {
    expect([...labelledColumns([3, 0, 7, null], 400, 24)]).toEqual([0, 2]);
    expect([...labelledColumns([3, 7, 7, 1], 40, 24)]).toEqual([1]);
    expect([...labelledColumns([0, 0], 40, 24)]).toEqual([]);
  });
});

test('hours of many days add up to the hours of one, and nothing is lost', () => {
  const start = Date.UTC(2026, 10, 1);
  const hours = Array.from({ length: 72 }, (_, index) => ({
    start: new Date(start + index * 3_600_000).toISOString(),
    value: index,
  }));
  const sums = byHourOfDay(hours, (instant) => new Date(instant).getUTCHours());
  expect(sums).toHaveLength(24);
  expect(sums[1]).toBe(1 + 25 + 49);
  expect(sums.reduce((sum, value) => sum + value, 0)).toBe((71 * 72) / 2);
});
