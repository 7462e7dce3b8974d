import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_DELAYS_S, nextAttemptAt, withJitter } from './backoff.ts';

const NOW = 1_700_000_000_000;
/** In the middle of the jitter: the delay itself. */
const MIDDLE = 0.5;

const at = (attempt: number, delays: readonly number[], random = MIDDLE) =>
  (nextAttemptAt({ attempt, delays, now: NOW, random }) - NOW) / 1_000;

describe('the default schedule', () => {
  it('makes ten attempts in 75 h 35 min 5 s', () => {
    let now = NOW;
    for (let attempt = 1; attempt < 10; attempt++) {
      now = nextAttemptAt({ attempt, delays: DEFAULT_DELAYS_S, now, random: MIDDLE });
    }
    expect(DEFAULT_DELAYS_S).toHaveLength(9);
    expect((now - NOW) / 1_000).toBe(75 * 3_600 + 35 * 60 + 5);
  });

  it.each([
    [1, 5],
    [2, 300],
    [3, 1_800],
    [4, 7_200],
    [5, 18_000],
    [6, 36_000],
    [7, 50_400],
    [8, 72_000],
    [9, 86_400],
  ])('waits after attempt %i for %i s', (attempt, seconds) => {
    expect(at(attempt, DEFAULT_DELAYS_S)).toBe(seconds);
    expect(at(attempt, [])).toBe(seconds);
  });
});

describe('a schedule of one’s own', () => {
  it('repeats its last delay', () => {
    expect([1, 2, 3, 9].map((attempt) => at(attempt, [1, 60]))).toEqual([1, 60, 60, 60]);
  });
});

describe('jitter', () => {
  it('moves a delay by up to a fifth, either way', () => {
    expect(at(1, [100], 0)).toBe(80);
    expect(at(1, [100], 0.25)).toBe(90);
    expect(at(1, [100], 0.999_999)).toBeCloseTo(120, 3);
  });

  it('stays within its bounds, in whole milliseconds, and grows with the draw', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.nat({ max: 604_800_000 }), random, random, (span, a, b) => {
        const moved = withJitter(span, a);
        expect(Number.isInteger(moved)).toBe(true);
        expect(Math.abs(moved - span)).toBeLessThanOrEqual(span * 0.2 + 0.5);
        if (a <= b) expect(moved).toBeLessThanOrEqual(withJitter(span, b));
      }),
    );
  });
});
