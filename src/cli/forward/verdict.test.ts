import { describe, expect, it } from 'vitest';
import { type Answer, judgeAnswer, pauseAfter } from './verdict.ts';

const answer = (status: number, retryAfter?: string): Answer => ({
  answered: true,
  status,
  retryAfter,
  text: '',
});
const silence: Answer = { answered: false, error: 'connect ECONNREFUSED' };

describe('the hub’s answer', () => {
  it.each([
    ['forwarded', [200, 202, 204, 299]],
    ['refused', [400, 402, 406, 409, 413, 415, 422, 499]],
    ['barred', [301, 302, 307, 308, 401, 403, 404, 405, 407, 410]],
    ['later', [100, 408, 425, 429, 500, 502, 503, 504, 507]],
  ])('means: %s', (verdict, statuses) => {
    for (const status of statuses)
      expect([status, judgeAnswer(answer(status))]).toEqual([status, verdict]);
  });

  it('is asked for again when none came', () => {
    expect(judgeAnswer(silence)).toBe('later');
  });
});

describe('the pause after a failure', () => {
  const middle = { now: 0, random: 0.5 };

  it('doubles from a second to a minute, and is never more', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 8, 1_000].map((count) =>
      pauseAfter(silence, count, middle),
    );
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((s) => s * 1_000));
  });

  it('is moved by a fifth to either side', () => {
    expect(pauseAfter(silence, 1, { now: 0, random: 0 })).toBe(800);
    expect(pauseAfter(silence, 1, { now: 0, random: 0.999_999 })).toBe(1_200);
  });

  it('is at least what Retry-After asks for, in seconds or as a date, up to an hour', () => {
    expect(pauseAfter(answer(429, '90'), 1, middle)).toBe(90_000);
    expect(pauseAfter(answer(503, '0'), 3, middle)).toBe(4_000);
    expect(pauseAfter(answer(503, 'Thu, 01 Jan 1970 00:01:40 GMT'), 1, middle)).toBe(100_000);
    expect(pauseAfter(answer(503, '999999'), 1, middle)).toBe(3_600_000);
    expect(pauseAfter(answer(503, 'soon'), 1, middle)).toBe(1_000);
  });
});
