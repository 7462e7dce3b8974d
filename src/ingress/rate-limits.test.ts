import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { addressGroup } from './address-group.ts';
import { createRateLimits, rateLimited } from './rate-limits.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
});

afterEach(() => {
  vi.useRealTimers();
});

it('lets sixty requests a minute of an address pass, then tells how long to wait', async () => {
  const limits = createRateLimits();
  for (let count = 0; count < 60; count++) expect(await limits.request('192.0.2.1')).toBeNull();
  expect(await limits.request('192.0.2.1')).toBe(60);
  expect(await limits.request('192.0.2.2')).toBeNull();
  vi.advanceTimersByTime(59_500);
  expect(await limits.request('192.0.2.1')).toBe(1);
  vi.advanceTimersByTime(600);
  expect(await limits.request('192.0.2.1')).toBeNull();
});

it('elsewhere blocks an address only after its failures', async () => {
  const limits = createRateLimits({ failuresPerMinute: 2 });
  for (let count = 0; count < 100; count++) expect(await limits.blocked('192.0.2.1')).toBeNull();
  await limits.failed('192.0.2.1');
  expect(await limits.blocked('192.0.2.1')).toBeNull();
  await limits.failed('192.0.2.1');
  expect(await limits.blocked('192.0.2.1')).toBe(60);
  expect(await limits.blocked('192.0.2.2')).toBeNull();
  vi.advanceTimersByTime(60_001);
  expect(await limits.blocked('192.0.2.1')).toBeNull();
});

it('caps an integration only where a cap is configured', async () => {
  const limits = createRateLimits();
  for (let count = 0; count < 100; count++) {
    expect(await limits.integration('int_a', undefined)).toBeNull();
  }
  expect(await limits.integration('int_b', 1)).toBeNull();
  expect(await limits.integration('int_b', 1)).toBe(60);
  expect(await limits.integration('int_b', 3)).toBeNull();
});

it('watches a bounded number of addresses; more of them pass uncounted', async () => {
  const limits = createRateLimits({ requestsPerMinute: 1, maxAddresses: 2 });
  await limits.request('192.0.2.1');
  await limits.request('192.0.2.2');
  for (let count = 0; count < 3; count++) expect(await limits.request('192.0.2.3')).toBeNull();
  expect(await limits.request('192.0.2.1')).toBe(60);
  vi.advanceTimersByTime(60_001);
  expect(await limits.request('192.0.2.3')).toBeNull();
  expect(await limits.request('192.0.2.3')).toBe(60);
});

it('answers 429 with whole seconds', () => {
  expect(rateLimited(7)).toMatchObject({ status: 429, code: 'rate_limited', retryAfter: 7 });
});

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
  ['unix socket', 'unix socket'],
])('counts %s as %s', (ip, group) => {
  expect(addressGroup(ip)).toBe(group);
});
