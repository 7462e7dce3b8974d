import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../kernel/time.ts';
import { computeUptime, dayOf, type UptimeQuestion, type UptimeSpan } from './uptime.ts';

const FIRST = dayOf(1_800_000_000_000);
const report = (from: number, to: number | null, status: UptimeSpan['status']): UptimeSpan => ({
  from: FIRST + from * HOUR,
  to: to === null ? null : FIRST + to * HOUR,
  status,
  source: 'report',
  eventId: `rpt_${from}`,
});
const window = (from: number, to: number, status: UptimeSpan['status']): UptimeSpan => ({
  ...report(from, to, status),
  source: 'maintenance',
  eventId: `mnt_${from}`,
});
const ask = (spans: readonly UptimeSpan[], changes: Partial<UptimeQuestion> = {}) =>
  computeUptime({
    firstDay: FIRST,
    days: 10,
    createdAt: FIRST - DAY,
    now: FIRST + 10 * DAY,
    degradedWeight: 0,
    spans,
    ...changes,
  });

describe('uptime', () => {
  test('counts overlapping events once, by the worst', () => {
    const { uptime, days } = ask([
      report(0, 12, 'down'),
      report(6, 24, 'degraded'),
      report(1, 12, 'down'),
    ]);
    expect(days[0]).toMatchObject({ worst: 'down', down: 12 * 3600, degraded: 12 * 3600 });
    expect(days[0]?.events).toEqual(['rpt_0', 'rpt_6', 'rpt_1']);
    expect(uptime).toBe(95);
  });

  test('takes the weight of the hub for degraded time', () => {
    expect(ask([report(0, 24, 'degraded')]).uptime).toBe(100);
    expect(ask([report(0, 24, 'degraded')], { degradedWeight: 0.5 }).uptime).toBe(95);
  });

  test('leaves out what a maintenance explains, and counts what it does not', () => {
    const explained = ask([window(0, 24, 'down'), report(0, 12, 'down')]);
    expect(explained.uptime).toBe(100);
    expect(explained.days[0]).toMatchObject({ worst: 'maintenance', maintenance: 86_400, down: 0 });
    const worse = ask([window(0, 24, 'degraded'), report(0, 12, 'down')]);
    expect(worse.days[0]).toMatchObject({ worst: 'down', down: 12 * 3600, maintenance: 12 * 3600 });
    expect(worse.uptime).toBe(94.736);
    expect(ask([window(0, 24, 'up')]).days[0]).toMatchObject({ worst: 'up', maintenance: 0 });
    expect(ask([window(0, 240, 'down')]).uptime).toBeNull();
  });

  test('covers what lies between creation and now', () => {
    const young = ask([report(-48, null, 'down')], {
      createdAt: FIRST + 2 * DAY,
      now: FIRST + 3 * DAY + 6 * HOUR,
    });
    expect(young.days.map(({ worst }) => worst)).toEqual([
      null,
      null,
      'down',
      'down',
      ...Array(6).fill(null),
    ]);
    expect(young.days[3]?.down).toBe(6 * 3600);
    expect(young.uptime).toBe(0);
    expect(ask([], { createdAt: FIRST + 20 * DAY }).uptime).toBeNull();
  });

  test('is floored to three decimals: one lost second is seen', () => {
    const span = { ...report(0, null, 'down'), to: FIRST + 1_000 };
    expect(ask([span], { days: 90, now: FIRST + 90 * DAY }).uptime).toBe(99.999);
  });

  test('names the days by UTC', () => {
    expect(ask([]).days[0]?.date).toBe(new Date(FIRST).toISOString().slice(0, 10));
  });

  test('agrees with counting hour by hour', () => {
    const spans = fc.array(
      fc.tuple(
        fc.integer({ min: -10, max: 250 }),
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom('up', 'degraded', 'down' as const),
        fc.boolean(),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(spans, (given) => {
        const all = given.map(([from, length, status, planned]) =>
          planned ? window(from, from + length, status) : report(from, from + length, status),
        );
        const { days, uptime } = ask(all);
        let covered = 0;
        let down = 0;
        for (let hour = 0; hour < 240; hour++) {
          const at = FIRST + hour * HOUR;
          const rank = (source: string) =>
            Math.max(
              0,
              ...all
                .filter((one) => one.source === source && one.from <= at && (one.to ?? 0) > at)
                .map(({ status }) => ['up', 'degraded', 'down'].indexOf(status)),
            );
          const [incident, planned] = [rank('report'), rank('maintenance')];
          if (planned > 0 && planned >= incident) continue;
          covered++;
          if (incident === 2) down++;
        }
        expect(days.reduce((sum, day) => sum + day.down, 0)).toBe(down * 3600);
        expect(uptime).toBe(
          covered === 0 ? null : Math.floor(((covered - down) * 100_000) / covered) / 1_000,
        );
      }),
    );
  });
});
