import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_PAUSE, retryAfter, SHORTEST_PAUSE } from './retry-after.ts';

const NOW = Date.parse('2026-03-05T10:00:00.000Z');

describe('Retry-After', () => {
  it.each<[string, number]>([
    ['120', 120_000],
    [' 30 ', 30_000],
    ['0', 1_000],
    ['1', 1_000],
    ['3600', 3_600_000],
    ['3601', 3_600_000],
    ['99999999999999999999', 3_600_000],
    ['Thu, 05 Mar 2026 10:02:00 GMT', 120_000],
    ['Thu, 05 Mar 2026 10:00:00 GMT', 1_000],
    ['Thu, 05 Mar 2026 09:00:00 GMT', 1_000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 1_000],
    ['Fri, 06 Mar 2026 10:00:00 GMT', 3_600_000],
  ])('%s asks for %i ms', (value, span) => expect(retryAfter(value, NOW)).toBe(span));

  it.each([
    undefined,
    '',
    '-5',
    '1.5',
    '1e3',
    '0x10',
    '5 seconds',
    'soon',
    '٣',
    '2026-03-05T10:02:00Z',
    'Thu, 05 Mar 2026 10:02:00 +0100',
    'Thu, 31 Feb 2026 10:02:00 GMT',
    'Thu, 05 Mai 2026 10:02:00 GMT',
    'Thu, 05 Mar 2026 25:02:00 GMT',
    'Thursday, 05-Mar-26 10:02:00 GMT',
    'Thu Mar  5 10:02:00 2026',
  ])('%s asks for nothing', (value) => expect(retryAfter(value, NOW)).toBeNull());

  it('reads every date as the platform writes it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_600 }), fc.nat({ max: 4e9 }), (wait, now) => {
        const at = new Date((now + wait) * 1_000).toUTCString();
        expect(retryAfter(at, now * 1_000)).toBe(wait * 1_000);
      }),
    );
  });

  it('never asks for more or less than allowed, whatever it says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.nat().map(String)), (text) => {
        const span = retryAfter(text, NOW) ?? SHORTEST_PAUSE;
        expect(span).toBeGreaterThanOrEqual(SHORTEST_PAUSE);
        expect(span).toBeLessThanOrEqual(LONGEST_PAUSE);
      }),
    );
  });
});
