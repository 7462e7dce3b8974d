import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Budget, countOf, MOST_TOLD, spend, WINDOW } from './budget.ts';

/** What becomes of notifications at these times. */
function spendAll(times: readonly number[]) {
  let budget: Budget | null = null;
  const told: number[] = [];
  for (const now of times) {
    const spending = spend(budget, 'new', now);
    budget = spending.budget;
    if (spending.tell) told.push(now);
  }
  return { told, budget };
}

test('the first thirty are told, the others counted by kind', () => {
  const { told, budget } = spendAll(Array.from({ length: 87 }, (_, index) => index));
  expect(told).toHaveLength(30);
  expect(budget?.withheld).toEqual({ new: 57 });
  expect(spend(budget, 'resolve', 100).budget.withheld).toEqual({ new: 57, resolve: 1 });
});

test('a new window begins after ten minutes', () => {
  const times = [...Array.from({ length: 30 }, () => 0), WINDOW - 1];
  expect(spendAll([...times.slice(0, 30), WINDOW]).told).toHaveLength(31);
  expect(spendAll(times).told).toHaveLength(30);
});

test('what waits for its digest waits on, also after the window', () => {
  const { budget } = spendAll(Array.from({ length: 31 }, () => 0));
  expect(spend(budget, 'new', 3 * WINDOW)).toMatchObject({ tell: false });
});

test('no ten minutes hold more than two windows’ worth, and nothing is lost', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 200 });
  fc.assert(
    fc.property(gaps, (given) => {
      let now = 0;
      const times = given.map((gap) => {
        now += gap;
        return now;
      });
      const { told, budget } = spendAll(times);
      for (const start of told) {
        const within = told.filter((at) => at >= start && at < start + WINDOW);
        expect(within.length).toBeLessThanOrEqual(2 * MOST_TOLD);
      }
      expect(told.length + countOf(budget?.withheld ?? {})).toBe(times.length);
    }),
  );
});
