import { expect, test } from 'vitest';
import { afterCall, mayAsk, SOUND } from './breaker.ts';

const NOW = 1_000_000;
const failed = (times: number, now = NOW) => {
  let breaker = SOUND;
  for (let call = 0; call < times; call++) breaker = afterCall(breaker, false, now);
  return breaker;
};

test('five failures in a row leave the server alone for a minute', () => {
  expect(mayAsk(failed(4), NOW)).toBe(true);
  expect(mayAsk(failed(5), NOW + 59_999)).toBe(false);
  expect(mayAsk(failed(5), NOW + 60_000)).toBe(true);
});

test('after the rest one more failure is enough, one success forgets them all', () => {
  expect(mayAsk(afterCall(failed(5), false, NOW + 60_000), NOW + 60_001)).toBe(false);
  const recovered = afterCall(failed(5), true, NOW + 60_000);
  expect(mayAsk(afterCall(recovered, false, NOW + 60_000), NOW + 60_001)).toBe(true);
});

test('a success between failures counts them anew', () => {
  expect(afterCall(afterCall(failed(4), true, NOW), false, NOW)).toMatchObject({ failures: 1 });
});
