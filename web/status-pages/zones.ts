const MINUTE = 60_000;

/** The zone of whoever looks at the page. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Every zone that the browser knows, UTC first. */
export function allZones(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Reads a zone's clocks. Making one of these takes longer than all that it is used for. */
function clocksOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(zone, made);
  return made;
}

/** Minutes by which a zone's clocks are ahead of UTC at that instant. */
export function offsetAt(instant: number, zone: string): number {
  const parts = clocksOf(zone).formatToParts(new Date(instant));
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return Math.round((shown - Math.floor(instant / 1_000) * 1_000) / MINUTE);
}

/** An instant as clocks in a zone show it: `2026-11-21T14:30`, as date fields have it. */
export function clockAt(instant: number, zone: string): string {
  return new Date(instant + offsetAt(instant, zone) * MINUTE).toISOString().slice(0, 16);
}

/** What clocks say in a zone, as an instant. */
export interface Read {
  readonly instant: number;
  /** `skipped`: clocks are put forward over it; `twice`: it comes again when they are put back. */
  readonly note: 'skipped' | 'twice' | null;
}

/**
 * The instant at which clocks in a zone show `2026-11-21T14:30`; null unless that is a time. What
 * comes twice is taken as the earlier; what is skipped as the time it would be without the change.
 */
export function instantAt(clock: string, zone: string): Read | null {
  const asUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(clock) ? Date.parse(`${clock}Z`) : Number.NaN;
  if (Number.isNaN(asUtc)) return null;
  // Every zone's changes are more than a day apart.
  const offsets = [
    offsetAt(asUtc - 24 * 60 * MINUTE, zone),
    offsetAt(asUtc + 24 * 60 * MINUTE, zone),
  ];
  const found = [...new Set(offsets)]
    .map((offset) => asUtc - offset * MINUTE)
    .filter((instant) => clockAt(instant, zone) === clock)
    .sort((a, b) => a - b);
  const [first] = found;
  if (first === undefined) return { instant: asUtc - (offsets[0] ?? 0) * MINUTE, note: 'skipped' };
  return { instant: first, note: found.length > 1 ? 'twice' : null };
}

/** Whether clocks of a zone are put forward or back between two instants: by how many minutes. */
export function shiftBetween(from: number, to: number, zone: string): number {
  return offsetAt(to, zone) - offsetAt(from, zone);
}

/** `21 Nov 2026, 14:30 GMT+1`: in a zone, and naming it. */
export function timeIn(instant: number, zone: string): string {
  return new Intl.DateTimeFormat(undefined, {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(instant));
}

/** `14:30`, as clocks in a zone show it. */
export function hourIn(instant: number, zone: string): string {
  return clockAt(instant, zone).slice(11);
}
