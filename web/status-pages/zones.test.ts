import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockAt, instantAt, offsetAt, shiftBetween } from './zones.ts';

const at = (text: string) => Date.parse(text);

describe('clocks of a zone', () => {
  it('are ahead of or behind UTC by what the date says', () => {
    expect(offsetAt(at('2026-01-15T12:00:00Z'), 'Europe/Berlin')).toBe(60);
    expect(offsetAt(at('2026-07-15T12:00:00Z'), 'Europe/Berlin')).toBe(120);
    expect(offsetAt(at('2026-07-15T12:00:00Z'), 'America/St_Johns')).toBe(-150);
    expect(offsetAt(at('2026-07-15T12:00:00.900Z'), 'Asia/Kathmandu')).toBe(345);
  });

  it('skip an hour in spring and show one twice in autumn', () => {
    expect(instantAt('2026-03-29T02:30', 'Europe/Berlin')).toEqual({
      instant: at('2026-03-29T01:30:00Z'),
      note: 'skipped',
    });
    expect(instantAt('2026-10-25T02:30', 'Europe/Berlin')).toEqual({
      instant: at('2026-10-25T00:30:00Z'),
      note: 'twice',
    });
    expect(instantAt('2026-10-25T03:30', 'Europe/Berlin')).toEqual({
      instant: at('2026-10-25T02:30:00Z'),
      note: null,
    });
    expect(instantAt('', 'UTC')).toBeNull();
    expect(instantAt('2026-13-01T00:00', 'UTC')).toBeNull();
  });

  it('tell of a change between two instants', () => {
    const change = [at('2026-10-24T22:00:00Z'), at('2026-10-25T04:00:00Z')] as const;
    expect(shiftBetween(...change, 'Europe/Berlin')).toBe(-60);
    expect(shiftBetween(...change, 'UTC')).toBe(0);
  });

  it('lead back to the instant, but for the hour that comes twice', () => {
    const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'];
    const minutes = fc.integer({ min: 0, max: 60 * 24 * 365 * 6 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), minutes, (zone, minute) => {
        const instant = at('2024-01-01T00:00:00Z') + minute * 60_000;
        const read = instantAt(clockAt(instant, zone), zone);
        expect(read?.note).not.toBe('skipped');
        if (read?.note === null) expect(read.instant).toBe(instant);
      }),
      { numRuns: 300 },
    );
  });
});
