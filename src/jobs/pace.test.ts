import { expect, test } from 'vitest';
import { restAfter } from './pace.ts';

test.each([
  ['an idle hub rests as long', 0.3, 20, 20],
  ['a busy one leaves nearly all to others', 0.95, 20, 380],
  ['nobody waits for minutes because the database hung', 0.95, 60_000, 2_000],
])('%s', (_name, utilization, took, rest) => {
  expect(restAfter(took, utilization)).toBe(rest);
});
