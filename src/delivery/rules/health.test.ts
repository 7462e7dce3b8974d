import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterBatch,
  type Batch,
  DISABLE_AFTER,
  FAILURES_TO_OPEN,
  HEALTHY,
  type Health,
  isOpen,
  THROTTLED,
} from './health.ts';

const NOW = 1_700_000_000_000;
const S = 1_000;
const HOUR = 3_600 * S;

function batch(by: Partial<Batch>): Batch {
  return {
    successes: 0,
    failures: 0,
    pauseUntil: null,
    now: NOW,
    random: 0.5,
    error: null,
    ...by,
  };
}

const failing = (failures: number, by: Partial<Batch> = {}) =>
  batch({ failures, error: 'http_500', ...by });

/** The health after batches, one after another, from health to health. */
function healthAfter(batches: readonly Batch[], from: Health = HEALTHY): Health {
  return batches.reduce((health, next) => afterBatch(health, next).health, from);
}

/** A destination whose circuit has opened at NOW for 5 s. */
const OPEN = healthAfter([failing(5)]);

describe('a destination that fails', () => {
  it('is sent to until five failures in a row', () => {
    const four = healthAfter([failing(1), failing(3, { now: NOW + S })]);
    expect(four).toEqual({ failures: 4, failingSince: NOW, openUntil: null, reason: 'http_500' });
    const five = healthAfter([failing(1, { now: NOW + 2 * S, error: 'timeout' })], four);
    expect(five).toEqual({
      failures: 5,
      failingSince: NOW,
      openUntil: NOW + 7 * S,
      reason: 'timeout',
    });
  });

  it('waits 5 s after a batch of many failures too', () => {
    expect(healthAfter([failing(16)])).toEqual(OPEN);
    expect(OPEN.openUntil).toBe(NOW + 5 * S);
  });

  it('waits twice as long each time it is tried in vain, up to five minutes', () => {
    const waits: number[] = [];
    let health = OPEN;
    for (let round = 0; round < 9; round++) {
      const now = health.openUntil ?? 0;
      health = healthAfter([failing(3, { now })], health);
      waits.push(((health.openUntil ?? 0) - now) / S);
    }
    expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300, 300, 300]);
    expect(health.failures).toBe(FAILURES_TO_OPEN + 9);
    expect(health.failingSince).toBe(NOW);
  });

  it('does not wait longer for what was under way when the circuit opened', () => {
    expect(healthAfter([failing(11, { now: NOW + 4_999 })], OPEN)).toEqual(OPEN);
    expect(healthAfter([failing(1, { now: NOW + 5_000 })], OPEN).failures).toBe(6);
  });

  it('waits up to a fifth more or less', () => {
    expect(healthAfter([failing(5, { random: 0 })]).openUntil).toBe(NOW + 4 * S);
    expect(healthAfter([failing(5, { random: 0.999_999_9 })]).openUntil).toBe(NOW + 6 * S);
  });
});

describe('a success', () => {
  it('ends a row of failures and closes the circuit', () => {
    expect(healthAfter([batch({ successes: 1 })], healthAfter([failing(4)]))).toEqual(HEALTHY);
    expect(healthAfter([batch({ successes: 1, now: NOW + 6 * S })], OPEN)).toEqual(HEALTHY);
    expect(healthAfter([batch({ successes: 1, now: NOW + S })], OPEN)).toEqual(HEALTHY);
  });

  it('counts for its whole batch', () => {
    expect(healthAfter([failing(9, { successes: 1 })], OPEN)).toEqual(HEALTHY);
  });
});

describe('results that tell nothing', () => {
  it('change nothing', () => {
    expect(healthAfter([batch({})])).toEqual(HEALTHY);
    expect(healthAfter([batch({ now: NOW + 10 * S })], OPEN)).toEqual(OPEN);
  });
});

describe('a pause that the receiver asks for', () => {
  const PAUSED = healthAfter([batch({ pauseUntil: NOW + 60 * S })]);

  it('holds at once, and is told from a failure', () => {
    expect(PAUSED).toEqual({ ...HEALTHY, openUntil: NOW + 60 * S, reason: THROTTLED });
    expect(isOpen(PAUSED, NOW + 59_999)).toBe(true);
    expect(isOpen(PAUSED, NOW + 60_000)).toBe(false);
  });

  it('outlasts a success that was under way, and is over when its time is', () => {
    expect(healthAfter([batch({ successes: 3, now: NOW + S })], PAUSED)).toEqual(PAUSED);
    expect(healthAfter([batch({ successes: 3, now: NOW + 60 * S })], PAUSED)).toEqual(HEALTHY);
    const both = healthAfter([batch({ successes: 3, pauseUntil: NOW + 60 * S })], OPEN);
    expect(both).toEqual(PAUSED);
  });

  it('is neither shortened by another pause nor by the breaker, nor shortens them', () => {
    const shorter = batch({ pauseUntil: NOW + 10 * S, now: NOW + S });
    expect(healthAfter([shorter], PAUSED)).toEqual(PAUSED);
    const longer = failing(5, { pauseUntil: NOW + 60 * S });
    expect(healthAfter([longer])).toMatchObject({ failures: 5, openUntil: NOW + 60 * S });
    expect(healthAfter([failing(5, { pauseUntil: NOW + S })])).toEqual(OPEN);
  });

  it('asked for again and again opens the circuit as well', () => {
    let health = HEALTHY;
    let now = NOW;
    for (let round = 0; round < 7; round++) {
      const asked = { now, pauseUntil: now + 5 * S, error: 'http_429' };
      health = healthAfter([failing(1, asked), failing(1, { ...asked, now: now + 1 })], health);
      now = health.openUntil ?? 0;
    }
    expect(health).toMatchObject({ failures: 7, failingSince: NOW, reason: 'http_429' });
    expect((health.openUntil ?? 0) - NOW).toBe((5 * 5 + 10 + 20) * S);
  });
});

describe('a destination without one success in five days', () => {
  const since = (health: Health, now: number) => afterBatch(health, failing(1, { now })).disable;

  it('is disabled with a sentence that says why', () => {
    expect(since(OPEN, NOW + DISABLE_AFTER)).toBe(
      'Nothing was delivered for 5 days. The last error was http_500.',
    );
    expect(DISABLE_AFTER).toBe(120 * HOUR);
  });

  it('is not before, and not for a few failures long ago', () => {
    expect(since(OPEN, NOW + DISABLE_AFTER - 1)).toBeNull();
    expect(since(healthAfter([failing(3)]), NOW + DISABLE_AFTER)).toBeNull();
  });

  it('is not if anything arrived, now or in between', () => {
    const mixed = failing(5, { successes: 1, now: NOW + DISABLE_AFTER });
    expect(afterBatch(OPEN, mixed).disable).toBeNull();
    const recovered = healthAfter([batch({ successes: 1 }), failing(5, { now: NOW + HOUR })], OPEN);
    expect(since(recovered, NOW + DISABLE_AFTER)).toBeNull();
  });

  it('is not by results that tell nothing', () => {
    expect(afterBatch(OPEN, batch({ now: NOW + 2 * DISABLE_AFTER })).disable).toBeNull();
  });
});

const count = fc.integer({ min: 0, max: 20 });
const step = fc.record({
  successes: count,
  failures: count,
  pause: fc.option(fc.integer({ min: 1, max: 3_600 }), { nil: null }),
  wait: fc.integer({ min: 0, max: 400 }),
  random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What happened, with the clock running; each batch with the health before and after it. */
function history(steps: readonly Step[]) {
  let health = HEALTHY;
  let now = NOW;
  return steps.map(({ wait, pause, ...rest }) => {
    now += wait * S;
    const pauseUntil = pause === null ? null : now + pause * S;
    const before = health;
    const results = batch({ ...rest, pauseUntil, now });
    const { health: next, disable } = afterBatch(before, results);
    health = next;
    return { before, results, next, disable };
  });
}

const histories = fc.array(step, { maxLength: 40 });

describe('whatever happens', () => {
  it('a circuit never opens on successes alone', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const calm = steps.map((each) => ({ ...each, failures: 0, pause: null }));
        for (const { next, disable } of history(calm)) {
          expect(next).toEqual(HEALTHY);
          expect(disable).toBeNull();
        }
      }),
    );
  });

  it('a success ends everything but a pause that was asked for', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        for (const { results, next, disable } of history(steps)) {
          if (results.successes === 0) continue;
          expect(next).toMatchObject({ failures: 0, failingSince: null });
          expect(next.reason).toBe(next.openUntil === null ? null : THROTTLED);
          expect(disable).toBeNull();
        }
      }),
    );
  });

  it('without pauses a circuit is open exactly from the fifth failure, and for 4 s to 6 min', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        for (const { before, results, next } of history(
          steps.map((each) => ({ ...each, pause: null })),
        )) {
          expect(next.openUntil === null).toBe(next.failures < FAILURES_TO_OPEN);
          if (next.openUntil === before.openUntil || next.openUntil === null) continue;
          const span = next.openUntil - results.now;
          expect(span).toBeGreaterThanOrEqual(4 * S);
          expect(span).toBeLessThanOrEqual(360 * S);
        }
      }),
    );
  });

  it('nothing makes a wait end sooner but a success', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        for (const { before, results, next } of history(steps)) {
          if (results.successes > 0 || !isOpen(before, results.now)) continue;
          expect(next.openUntil).toBeGreaterThanOrEqual(before.openUntil ?? 0);
        }
      }),
    );
  });

  it('a pause is kept to', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        for (const { results, next } of history(steps)) {
          if (results.pauseUntil === null) continue;
          expect(next.openUntil).toBeGreaterThanOrEqual(results.pauseUntil);
        }
      }),
    );
  });

  it('of two destinations the one that failed more often waits no shorter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 200 }), fc.nat({ max: 200 }), (fewer, more) => {
        const wait = (failures: number) =>
          healthAfter([failing(1)], { ...HEALTHY, failures }).openUntil;
        expect(wait(fewer + more)).toBeGreaterThanOrEqual(wait(fewer) ?? 0);
      }),
    );
  });

  it('time since the first failure never moves while it fails', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        for (const { before, results, next } of history(steps)) {
          if (results.successes > 0 || before.failingSince === null) continue;
          expect(next.failingSince).toBe(before.failingSince);
        }
      }),
    );
  });
});
