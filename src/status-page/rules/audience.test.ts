import { expect, test } from 'vitest';
import { DAY, MINUTE } from '../../kernel/time.ts';
import { isTold } from './audience.ts';
import { retryMailIn } from './mail-retry.ts';

const whole = { isConfirmed: true, isUnsubscribed: false, serviceIds: null };

test('subscribers of the whole hub are told of everything', () => {
  expect(isTold(whole, ['svc_a'])).toBe(true);
  expect(isTold(whole, [])).toBe(true);
});

test('subscribers of components are told of these alone', () => {
  const some = { ...whole, serviceIds: ['svc_a', 'svc_b'] };
  expect(isTold(some, ['svc_b', 'svc_c'])).toBe(true);
  expect(isTold(some, ['svc_c'])).toBe(false);
  expect(isTold(some, [])).toBe(false);
  expect(isTold({ ...whole, serviceIds: [] }, ['svc_a'])).toBe(false);
});

test('who has not confirmed or has left is told nothing', () => {
  expect(isTold({ ...whole, isConfirmed: false }, ['svc_a'])).toBe(false);
  expect(isTold({ ...whole, isUnsubscribed: true }, ['svc_a'])).toBe(false);
});

test('a refused recipient is not tried again, everything else is for a day', () => {
  expect(retryMailIn({ status: 550, isAboutMail: true }, 1, 0)).toBeNull();
  expect(retryMailIn({ status: 535, isAboutMail: false }, 1, 0)).toBe(MINUTE);
  expect(retryMailIn({ status: 451, isAboutMail: true }, 2, 0)).toBe(5 * MINUTE);
  expect(retryMailIn({ status: null, isAboutMail: false }, 9, 0)).toBeGreaterThan(MINUTE);
  expect(retryMailIn({ status: null, isAboutMail: false }, 9, DAY)).toBeNull();
});
