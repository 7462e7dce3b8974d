import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_DELAYS_S } from './backoff.ts';
import { type Attempt, judge, type ResultFacts, type Verdict } from './verdict.ts';

const NOW = Date.parse('2026-03-05T10:00:00.000Z');
const S = 1_000;

const answer = (status: number, headers: Record<string, string | string[]> = {}): ResultFacts => ({
  answered: true,
  status,
  headers,
});
const failure = (error: string): ResultFacts => ({ answered: false, error });

function verdict(result: ResultFacts, by: Partial<Attempt> = {}): Verdict {
  const common = { attempt: 1, maxAttempts: 10, delays: DEFAULT_DELAYS_S, now: NOW, random: 0.5 };
  return judge({ ...common, result, ...by });
}

/** Every attempt until the delivery ends, each with the same result; the clock follows. */
function play(result: ResultFacts, by: Partial<Attempt> = {}): Verdict[] {
  const verdicts: Verdict[] = [];
  let now = NOW;
  for (let attempt = 1; attempt <= 50; attempt++) {
    const next = verdict(result, { ...by, attempt, now });
    verdicts.push(next);
    if (next.nextAt === null) return verdicts;
    now = next.nextAt;
  }
  throw new Error('The delivery never ends.');
}

describe('an answer of success', () => {
  it.each([200, 201, 202, 204, 206, 299])('%i delivers', (status) => {
    const delivered = {
      outcome: 'delivered',
      nextAt: null,
      error: null,
      pauseUntil: null,
      disable: false,
      healthy: true,
    };
    expect(verdict(answer(status))).toEqual(delivered);
    expect(verdict(answer(status), { attempt: 10 })).toEqual(delivered);
    const headers = { 'retry-after': '60', 'webhook-delivery': 'abort-message' };
    expect(verdict(answer(status, headers))).toEqual(delivered);
  });
});

describe('a failure that may pass', () => {
  it.each<[string, ResultFacts, string]>([
    ['an informational answer', answer(101), 'http_101'],
    ['a redirect', answer(301), 'redirect'],
    ['another redirect', answer(308), 'redirect'],
    ['not modified', answer(304), 'redirect'],
    ['a request timeout', answer(408), 'http_408'],
    ['too early', answer(425), 'http_425'],
    ['too many requests', answer(429), 'http_429'],
    ['an internal error', answer(500), 'http_500'],
    ['not implemented', answer(501), 'http_501'],
    ['a bad gateway', answer(502), 'http_502'],
    ['unavailable', answer(503), 'http_503'],
    ['a gateway timeout', answer(504), 'http_504'],
    ['a status nobody knows', answer(599), 'http_599'],
    ['no answer in time', failure('timeout'), 'timeout'],
    ['a refused connection', failure('connection_refused'), 'connection_refused'],
    ['an address that may not be called', failure('blocked_address'), 'blocked_address'],
    ['a URL that is none', failure('invalid_url'), 'invalid_url'],
  ])(
    'is retried ten times over 75 h, and counts against the destination: %s',
    (_, result, error) => {
      const verdicts = play(result);
      expect(verdicts.map(({ outcome }) => outcome)).toEqual([
        ...Array(9).fill('retrying'),
        'dead',
      ]);
      for (const each of verdicts) expect(each).toMatchObject({ error, healthy: false });
      expect(verdicts.every(({ disable }) => !disable)).toBe(true);
      const hours = ((verdicts.at(-2)?.nextAt ?? 0) - NOW) / (3_600 * S);
      expect(hours).toBeGreaterThanOrEqual(75);
      expect(hours).toBeLessThan(76);
    },
  );
});

describe('a request that the receiver calls wrong', () => {
  it.each([400, 402, 406, 409, 411, 412, 413, 414, 415, 421, 422, 423, 424, 426, 428, 431, 451])(
    '%i: three attempts, and nothing is known of the destination',
    (status) => {
      const verdicts = play(answer(status));
      expect(verdicts.map(({ outcome }) => outcome)).toEqual(['retrying', 'retrying', 'dead']);
      for (const each of verdicts) {
        expect(each).toMatchObject({ error: `http_${status}`, healthy: null, pauseUntil: null });
      }
    },
  );

  it.each([401, 403, 404, 405, 407])(
    '%i: three attempts, all against the destination',
    (status) => {
      const verdicts = play(answer(status));
      expect(verdicts.map(({ outcome }) => outcome)).toEqual(['retrying', 'retrying', 'dead']);
      for (const each of verdicts) expect(each).toMatchObject({ healthy: false, disable: false });
    },
  );

  it('waits between them as the schedule says', () => {
    expect(verdict(answer(400)).nextAt).toBe(NOW + 5 * S);
    expect(verdict(answer(400), { attempt: 2 }).nextAt).toBe(NOW + 300 * S);
  });

  it('is given up sooner where fewer attempts are allowed, or after other failures', () => {
    expect(play(answer(400), { maxAttempts: 2 })).toHaveLength(2);
    expect(verdict(answer(400), { attempt: 7 }).outcome).toBe('dead');
  });
});

describe('410', () => {
  it('ends the delivery and disables the destination', () => {
    const gone = {
      outcome: 'dead',
      nextAt: null,
      error: 'gone',
      pauseUntil: null,
      disable: true,
      healthy: false,
    };
    expect(verdict(answer(410))).toEqual(gone);
    expect(verdict(answer(410, { 'webhook-delivery': 'abort-message' }))).toEqual(gone);
  });
});

describe('webhook-delivery: abort-message', () => {
  it.each([302, 400, 401, 429, 500, 503])('ends the delivery after %i at once', (status) => {
    const headers = { 'webhook-delivery': ' Abort-Message', 'retry-after': '60' };
    expect(verdict(answer(status, headers))).toEqual({
      outcome: 'dead',
      nextAt: null,
      error: 'aborted',
      pauseUntil: null,
      disable: false,
      healthy: null,
    });
  });

  it('is the only word that does', () => {
    expect(verdict(answer(500, { 'webhook-delivery': 'abort' })).outcome).toBe('retrying');
  });
});

describe('a receiver that asks for less', () => {
  it.each([429, 502, 503, 504])(
    '%i pauses the destination as long as Retry-After says',
    (status) => {
      const paused = verdict(answer(status, { 'retry-after': '120' }));
      expect(paused).toMatchObject({ outcome: 'retrying', healthy: false });
      expect(paused.pauseUntil).toBe(NOW + 120 * S);
      expect(paused.nextAt).toBe(NOW + 120 * S);
    },
  );

  it.each<[string | string[], number]>([
    ['0', 1],
    ['7200', 3_600],
    ['Thu, 05 Mar 2026 10:01:00 GMT', 60],
    ['Thu, 05 Mar 2020 10:01:00 GMT', 1],
    ['-1', 5],
    ['soon', 5],
    ['', 5],
    [['90', '30'], 90],
    [[], 5],
  ])('Retry-After %o: %i s', (value, seconds) => {
    expect(verdict(answer(503, { 'retry-after': value })).pauseUntil).toBe(NOW + seconds * S);
  });

  it('is waited for five seconds when it does not say how long', () => {
    expect(verdict(answer(429)).pauseUntil).toBe(NOW + 5 * S);
  });

  it('is not asked sooner than the schedule says', () => {
    const late = verdict(answer(429, { 'retry-after': '60' }), { attempt: 5 });
    expect(late.nextAt).toBe(NOW + 18_000 * S);
    expect(late.pauseUntil).toBe(NOW + 60 * S);
  });

  it('is left alone after the last attempt too', () => {
    const last = verdict(answer(429, { 'retry-after': '60' }), { attempt: 10 });
    expect(last).toMatchObject({ outcome: 'dead', nextAt: null, pauseUntil: NOW + 60 * S });
  });

  it.each([400, 408, 500, 301])('has no say with %i', (status) => {
    expect(verdict(answer(status, { 'retry-after': '60' })).pauseUntil).toBeNull();
  });
});

describe('the number of attempts', () => {
  it('is kept to: one is one', () => {
    const once = { maxAttempts: 1, delays: [] };
    for (const result of [answer(500), answer(429), failure('timeout')]) {
      expect(verdict(result, once)).toMatchObject({ outcome: 'dead', nextAt: null });
    }
  });

  it('ends a delivery that is past it, as after settings were changed', () => {
    expect(verdict(failure('timeout'), { attempt: 8, maxAttempts: 3 }).outcome).toBe('dead');
  });

  it('may be larger than the schedule, whose last delay is repeated', () => {
    const verdicts = play(answer(500), { maxAttempts: 4, delays: [10] });
    expect(verdicts.map(({ nextAt }) => nextAt && nextAt - NOW)).toEqual([
      10 * S,
      20 * S,
      30 * S,
      null,
    ]);
  });
});

describe('whatever comes', () => {
  const result: fc.Arbitrary<ResultFacts> = fc.oneof(
    fc.string().map(failure),
    fc
      .tuple(fc.integer({ min: 100, max: 599 }), fc.dictionary(fc.string(), fc.string()))
      .map(([status, headers]) => answer(status, headers)),
    fc
      .tuple(fc.constantFrom(429, 503), fc.oneof(fc.string(), fc.nat().map(String)))
      .map(([status, value]) => answer(status, { 'retry-after': value })),
  );
  const by = fc.record({
    attempt: fc.integer({ min: 1, max: 20 }),
    maxAttempts: fc.integer({ min: 1, max: 20 }),
    delays: fc.array(fc.integer({ min: 1, max: 604_800 }), { maxLength: 20 }),
    random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  });

  it('the verdict makes sense', () => {
    fc.assert(
      fc.property(result, by, (facts, settings) => {
        const { outcome, nextAt, error, pauseUntil, healthy, disable } = verdict(facts, settings);
        expect(outcome === 'retrying').toBe(nextAt !== null);
        expect(outcome === 'delivered').toBe(error === null);
        expect(outcome === 'delivered').toBe(healthy === true);
        if (nextAt !== null) {
          expect(nextAt).toBeGreaterThan(NOW);
          expect(Number.isInteger(nextAt)).toBe(true);
          expect(settings.attempt).toBeLessThan(settings.maxAttempts);
          expect(nextAt).toBeGreaterThanOrEqual(pauseUntil ?? 0);
        }
        if (pauseUntil !== null) {
          expect(pauseUntil - NOW).toBeGreaterThanOrEqual(S);
          expect(pauseUntil - NOW).toBeLessThanOrEqual(3_600 * S);
        }
        if (disable) expect(outcome).toBe('dead');
      }),
    );
  });
});
