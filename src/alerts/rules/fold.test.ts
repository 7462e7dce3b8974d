import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AlertState,
  type Birth,
  countOnly,
  type Folded,
  foldEvent,
  KEEP_EVERY,
  type PreparedEvent,
} from './fold.ts';

const NOW = 1_700_000_000_000;
const BIRTH: Birth = { tenantId: 'ten_acme', integrationId: 'int_1', defaultSeverity: 'medium' };

function event(given: Partial<PreparedEvent> = {}): PreparedEvent {
  return {
    alertId: 'alt_1',
    dedupKey: 'disk',
    status: 'firing',
    title: undefined,
    description: undefined,
    severity: undefined,
    severityWord: undefined,
    serviceId: undefined,
    defaultServiceId: null,
    source: undefined,
    labels: undefined,
    annotations: undefined,
    links: undefined,
    startedAt: undefined,
    endedAt: undefined,
    ...given,
  };
}

const fires = (given: Partial<PreparedEvent> = {}) => event({ status: 'firing', ...given });
const resolves = (given: Partial<PreparedEvent> = {}) => event({ status: 'resolved', ...given });

/** Folds the events one second apart. */
function fold(...events: readonly PreparedEvent[]): Folded {
  let folded: Folded | null = null;
  for (const [index, one] of events.entries()) {
    folded = foldEvent(folded?.state ?? null, one, BIRTH, NOW + index * 1_000);
  }
  if (!folded) throw new Error('Nothing to fold.');
  return folded;
}

const FULL = {
  title: 'Disk full',
  description: 'On db-1',
  severity: 'critical',
  severityWord: 'page',
  serviceId: 'svc_1',
  source: 'script',
  labels: '{"a":"1"}',
  annotations: '{"b":"2"}',
  links: '[{"href":"https://x","text":"x"}]',
} as const;

describe('a first event', () => {
  it('starts the alert with what the sender gave and defaults for the rest', () => {
    expect(fold(fires({ severity: 'low' }))).toMatchObject({
      verdict: 'new',
      state: { title: 'disk', severity: 'low', description: '', labels: '{}', eventCount: 1 },
    });
    expect(fold(fires()).state.severity).toBe('medium');
  });

  it('that resolves is an orphan: a resolved alert and nothing else', () => {
    expect(fold(resolves({ endedAt: 5 }))).toMatchObject({
      verdict: 'orphan',
      state: { status: 'resolved', endedAt: 5, startedAt: null },
    });
  });

  it('that fires has no end, whatever it says', () => {
    expect(fold(fires({ startedAt: 3, endedAt: 5 })).state).toMatchObject({
      startedAt: 3,
      endedAt: null,
    });
  });
});

describe('an absent field', () => {
  it.each([fires(), resolves()])('keeps the stored value: $status', (bare) => {
    const before = fold(fires({ ...FULL, startedAt: 1 })).state;
    expect(fold(fires({ ...FULL, startedAt: 1 }), bare).state).toEqual({
      ...before,
      status: bare.status,
      eventCount: 2,
      lastSeenAt: NOW + 1_000,
      eventKeptAt: bare.status === 'firing' ? NOW : NOW + 1_000,
    });
  });

  it('does not keep a given one from clearing it', () => {
    expect(fold(fires(FULL), fires({ description: '', serviceId: null })).state).toMatchObject({
      description: '',
      serviceId: null,
      title: 'Disk full',
    });
  });
});

describe('the verdict', () => {
  it.each([
    ['repeat', [fires(FULL), fires(FULL)]],
    ['repeat', [fires(FULL), fires()]],
    ['change', [fires(FULL), fires({ ...FULL, labels: '{}' })]],
    ['resolve', [fires(), resolves()]],
    ['settled', [fires(), resolves(), resolves()]],
    ['settled', [resolves(), resolves()]],
    ['refire', [fires(), resolves(), fires()]],
    ['refire', [resolves(), fires()]],
    ['late', [resolves({ endedAt: 9 }), fires({ startedAt: 8 })]],
    ['late', [fires({ startedAt: 9 }), resolves({ endedAt: 8 })]],
    ['refire', [resolves({ endedAt: 9 }), fires({ startedAt: 9 })]],
    ['resolve', [fires({ startedAt: 9 }), resolves({ endedAt: 9 })]],
  ] as const)('is %s', (verdict, events) => expect(fold(...events).verdict).toBe(verdict));

  it('says whether a repeat got worse than what is stored', () => {
    expect(fold(fires({ severity: 'low' }), fires({ severity: 'high' })).worse).toBe(true);
    expect(fold(fires({ severity: 'high' }), fires({ severity: 'low' })).worse).toBe(false);
    expect(fold(fires({ severity: 'high' }), fires()).worse).toBe(false);
  });
});

describe('a late event', () => {
  it('is counted and changes nothing', () => {
    const before = fold(fires(FULL), resolves({ endedAt: 9 })).state;
    const late = fires({ title: 'Old', severity: 'info', startedAt: 8 });
    const { state } = fold(fires(FULL), resolves({ endedAt: 9 }), late);
    expect(state).toEqual({
      ...before,
      eventCount: 3,
      startedAt: 8,
      lastSeenAt: NOW + 2_000,
      eventKeptAt: NOW + 2_000,
    });
  });

  it('is told only by two times of the sender', () => {
    // A script that always sends the same start must still fire again after a plain resolve.
    const script = fires({ startedAt: 5 });
    expect(fold(script, resolves(), script).verdict).toBe('refire');
    expect(fold(resolves({ endedAt: 9 }), fires()).verdict).toBe('refire');
    expect(fold(fires(), resolves({ endedAt: 1 })).verdict).toBe('resolve');
  });
});

describe('the raw event', () => {
  it('of an unchanged repeat is kept once a minute, of everything else always', () => {
    let state: AlertState | null = null;
    const keptAt: number[] = [];
    for (let at = NOW; at <= NOW + 3 * KEEP_EVERY; at += 10_000) {
      state = foldEvent(state, fires(FULL), BIRTH, at).state;
      if (state.eventKeptAt === at) keptAt.push(at - NOW);
    }
    expect(keptAt).toEqual([0, KEEP_EVERY, 2 * KEEP_EVERY, 3 * KEEP_EVERY]);
    expect(fold(fires(FULL), fires({ title: 'New' })).state.eventKeptAt).toBe(NOW + 1_000);
    expect(fold(fires(), resolves()).state.eventKeptAt).toBe(NOW + 1_000);
  });

  it('of a repeat in the quiet period is kept once a minute too, its content never', () => {
    const stored = fold(fires(FULL)).state;
    const repeat = (at: number) => {
      const { state } = foldEvent(stored, fires({ title: 'New', startedAt: 7 }), BIRTH, at);
      return countOnly(stored, state, at);
    };
    expect(repeat(NOW + 1_000)).toEqual({
      ...stored,
      eventCount: 2,
      startedAt: 7,
      lastSeenAt: NOW + 1_000,
    });
    expect(repeat(NOW + KEEP_EVERY).eventKeptAt).toBe(NOW + KEEP_EVERY);
  });

  it('never moves what was last seen back when a clock does', () => {
    const stored = fold(fires()).state;
    expect(foldEvent(stored, fires(), BIRTH, NOW - 5_000).state).toMatchObject({
      lastSeenAt: NOW,
      eventCount: 2,
    });
  });
});

/** A history by the sender's clock: fires, resolves, fires … with strictly increasing times. */
const histories = fc
  .record({
    gaps: fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 10 }),
    firstResolves: fc.boolean(),
    // Alertmanager's resolves say when the alert began, too.
    fullResolves: fc.boolean(),
  })
  .map(({ gaps, firstResolves, fullResolves }) => {
    let at = NOW - 10_000_000;
    let startedAt: number | undefined;
    return gaps.map((gap, index): PreparedEvent => {
      at += gap;
      if ((index % 2 === 1) !== firstResolves) {
        return resolves({ endedAt: at, startedAt: fullResolves ? startedAt : undefined });
      }
      startedAt = at;
      return fires({ startedAt });
    });
  });

/** The history in its order, and in any other with some events delivered more than once. */
const deliveries = histories.chain((history) =>
  fc
    .array(fc.nat(history.length - 1), { maxLength: 5 })
    .chain((again) => {
      const all = [...history, ...again.map((index) => history[index] ?? event())];
      return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
    })
    .map((shuffled) => ({ history, shuffled })),
);

it('any arrival order of timed events, with duplicates, ends in the same state', () => {
  fc.assert(
    fc.property(deliveries, ({ history, shuffled }) => {
      const expected = fold(...history).state;
      const { status, startedAt, endedAt, eventCount } = fold(...shuffled).state;
      expect({ status, startedAt, endedAt }).toEqual({
        status: expected.status,
        startedAt: expected.startedAt,
        endedAt: expected.endedAt,
      });
      expect(status).toBe(history.at(-1)?.status);
      expect(eventCount).toBe(shuffled.length);
    }),
    { numRuns: 1_000 },
  );
});
