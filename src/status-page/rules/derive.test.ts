import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admitUpdate, type KnownUpdate } from './admit-update.ts';
import { deriveReport, type PublishedUpdate, spansOf } from './derive.ts';
import { effectiveStatus, impactOf, indicatorOf } from './effective.ts';

const T = 1_700_000_000_000;
const update = (
  at: number,
  state: PublishedUpdate['state'],
  status: 'up' | 'degraded' | 'down',
) => ({
  seq: at,
  title: `title ${at}`,
  state,
  statuses: [{ service_id: 'svc_a', status }],
  startsAt: T + at,
});

describe('a report', () => {
  test('has the title and state of its latest published update by time', () => {
    const derived = deriveReport([
      { ...update(1, 'monitoring', 'degraded'), startsAt: T + 500 },
      { ...update(2, 'investigating', 'down'), startsAt: T },
    ]);
    expect(derived).toMatchObject({ title: 'title 1', state: 'monitoring', startedAt: T });
    expect(derived?.contributions.get('svc_a')).toBe('degraded');
    expect(derived?.monitoringAt).toBe(T + 500);
  });

  test('keeps what an update leaves out, and leaves everything up when it is closed', () => {
    const other = { ...update(2, 'identified', 'down'), statuses: [] };
    expect(
      deriveReport([update(1, 'investigating', 'down'), other])?.contributions.get('svc_a'),
    ).toBe('down');
    const closed = deriveReport([
      update(1, 'investigating', 'down'),
      update(3, 'resolved', 'down'),
    ]);
    expect(closed).toMatchObject({ closed: true, resolvedAt: T + 3 });
    expect(closed?.contributions.get('svc_a')).toBe('up');
  });

  test('is nothing without a published update', () => {
    expect(deriveReport([])).toBeNull();
  });

  test('leaves spans from update to update', () => {
    const updates = [update(1, 'investigating', 'down'), update(5, 'monitoring', 'degraded')];
    expect(spansOf(updates, 'svc_a')).toEqual([
      { from: T + 1, to: T + 5, status: 'down' },
      { from: T + 5, to: null, status: 'degraded' },
    ]);
    expect(spansOf([...updates, update(9, 'resolved', 'up')], 'svc_a').at(-1)?.to).toBe(T + 9);
    expect(spansOf(updates, 'svc_b')).toEqual([]);
  });

  test('is the same in whatever order its accepted updates arrived', () => {
    const arrivals = fc.uniqueArray(
      fc.record({
        at: fc.integer({ min: 0, max: 50 }),
        state: fc.constantFrom('investigating', 'identified', 'monitoring', 'resolved' as const),
        status: fc.constantFrom('up', 'degraded', 'down' as const),
      }),
      { selector: ({ at }) => at, minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(
        arrivals,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (all, random) => {
          const accepted = take(all);
          const shuffled = accepted
            .map((one) => ({ one, key: random.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ one }) => one);
          const again = take(shuffled);
          // Another order may refuse more (a resolution cannot come first), but where all are taken
          // the report is the same.
          fc.pre(again.length === accepted.length);
          const plain = (list: typeof accepted) =>
            list.map(({ at, state, status }, seq) => ({ ...update(at, state, status), seq }));
          expect(deriveReport(plain(again))).toEqual(deriveReport(plain(accepted)));
          expect(spansOf(plain(again), 'svc_a')).toEqual(spansOf(plain(accepted), 'svc_a'));
        },
      ),
    );
  });
});

interface Arrival {
  readonly at: number;
  readonly state: PublishedUpdate['state'];
  readonly status: 'up' | 'degraded' | 'down';
}

/** Those that the report takes, one after the other. */
function take(arrivals: readonly Arrival[]): Arrival[] {
  const known: KnownUpdate[] = [];
  return arrivals.filter(({ at, state, status }, index) => {
    const admission = admitUpdate(
      { deleted: false, updates: known },
      {
        state,
        statuses: [{ service_id: 'svc_a', status }],
        startsAt: T + at,
        draft: false,
        silent: false,
        publishesDrafts: true,
      },
    );
    if (admission.refused) return false;
    known.push({ id: `upd_${index}`, state, startsAt: T + at, published: true, superseded: false });
    return true;
  });
}

describe('a service', () => {
  test('has the worst of what acts on it, called by the incident first (22)', () => {
    expect(effectiveStatus({ reports: [], windows: [] })).toEqual({
      status: 'up',
      inMaintenance: false,
    });
    expect(effectiveStatus({ reports: ['up'], windows: ['down'] }).status).toBe('maintenance');
    expect(effectiveStatus({ reports: ['degraded'], windows: ['down'] }).status).toBe('down');
    expect(effectiveStatus({ reports: ['degraded', 'down'], windows: [] }).status).toBe('down');
    expect(effectiveStatus({ reports: [], windows: ['up'] })).toEqual({
      status: 'up',
      inMaintenance: true,
    });
  });

  test('makes the overall state together with the others', () => {
    expect(indicatorOf([])).toBe('none');
    expect(indicatorOf(['up', 'degraded', 'maintenance'])).toBe('minor');
    expect(indicatorOf(['up', 'maintenance'])).toBe('maintenance');
    expect(indicatorOf(['down', 'up'])).toBe('major');
    expect(indicatorOf(['down', 'down'])).toBe('critical');
  });

  test('makes a report critical when everything shown was down', () => {
    expect(impactOf(new Map([['a', 'down']]), ['a'])).toBe('critical');
    expect(impactOf(new Map([['a', 'down']]), ['a', 'b'])).toBe('major');
    expect(impactOf(new Map([['a', 'degraded']]), ['a'])).toBe('minor');
    expect(impactOf(new Map(), [])).toBe('none');
  });
});
