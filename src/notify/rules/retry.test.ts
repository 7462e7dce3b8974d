import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../kernel/time.ts';
import { GIVE_UP_AFTER, retryIn } from './retry.ts';

const at = (attempt: number, given: object = {}) =>
  retryIn({ attempt, age: 0, pause: null, random: 0.5, ...given });

test('waits longer and longer, at most half an hour', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8, 50].map((attempt) => at(attempt));
  expect(waits).toEqual(
    [10 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE].concat(
      [30, 30, 30].map((minutes) => minutes * MINUTE),
    ),
  );
});

test('waits as long as the receiver asks, but no longer than an hour', () => {
  expect(at(1, { pause: 5 * MINUTE })).toBe(5 * MINUTE);
  expect(at(6, { pause: SECOND })).toBe(10 * MINUTE);
  expect(at(1, { pause: 9 * HOUR })).toBe(HOUR);
});

test('is given up six hours after it was made, and never asks for less than it should', () => {
  const any = fc.record({
    attempt: fc.integer({ min: 1, max: 100 }),
    age: fc.integer({ min: 0, max: 8 * HOUR }),
    random: fc.double({ min: 0, max: 0.999, noNaN: true }),
  });
  fc.assert(
    fc.property(any, (given) => {
      const wait = retryIn({ ...given, pause: null });
      if (wait === null) expect(given.age).toBeGreaterThan(GIVE_UP_AFTER - 36 * MINUTE);
      else {
        expect(wait).toBeGreaterThanOrEqual(8 * SECOND);
        expect(given.age + wait).toBeLessThanOrEqual(GIVE_UP_AFTER);
      }
    }),
  );
});
