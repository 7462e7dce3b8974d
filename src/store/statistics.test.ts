import { expect, test } from 'vitest';
import { nextThreshold } from './statistics.ts';

test('statistics are refreshed at 500, 5,000, 50,000 rows and then at every doubling', () => {
  const thresholds: number[] = [];
  for (let passed = 0; passed < 400_000; ) {
    passed = nextThreshold(passed);
    thresholds.push(passed);
  }
  expect(thresholds).toEqual([500, 5_000, 50_000, 100_000, 200_000, 400_000]);
});
