/** The largest of the values; 0 of none. What is not known counts as nothing. */
export function largest(values: readonly (number | null)[]): number {
  return values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
}

/**
 * How long a bar is, from 0 for 0 to 1 for the largest. What is there at all stays visible: at
 * least `least` of the length.
 */
export function lengthOf(value: number | null, most: number, least = 0.01): number {
  if (value === null || value <= 0 || most <= 0) return 0;
  return Math.max(least, Math.min(1, value / most));
}

/** Where a column stands and how wide it is, in pixels; the columns share the width evenly. */
export function columnAt(index: number, count: number, width: number) {
  const step = width / Math.max(1, count);
  const gap = step >= 12 ? Math.min(8, step * 0.3) : 1;
  return {
    x: index * step + gap / 2,
    width: Math.max(1, step - gap),
    middle: (index + 0.5) * step,
  };
}

/**
 * Which columns have their name below them: the first and then evenly on, as many as have
 * `room` pixels each.
 */
export function namedColumns(count: number, width: number, room: number): ReadonlySet<number> {
  const fitting = Math.max(1, Math.floor(width / room));
  const step = Math.max(1, Math.ceil(count / fitting));
  const named = new Set<number>();
  for (let index = 0; index < count; index += step) named.add(index);
  return named;
}

/** Which columns have their value above them: all where there is room, else the largest alone. */
export function labelledColumns(
  values: readonly (number | null)[],
  width: number,
  room: number,
): ReadonlySet<number> {
  const present = [...values.keys()].filter((index) => (values[index] ?? 0) > 0);
  if (width / Math.max(1, values.length) >= room) return new Set(present);
  const most = largest(values);
  return new Set(present.filter((index) => values[index] === most).slice(0, 1));
}

/** The hours of a day from the hours of many: their sums, 0 to 23, by the viewer's clock. */
export function byHourOfDay(
  hours: readonly { readonly start: string; readonly value: number }[],
  hourOf: (instant: string) => number,
): readonly number[] {
  const sums = Array.from({ length: 24 }, () => 0);
  for (const { start, value } of hours) {
    const hour = hourOf(start);
    sums[hour] = (sums[hour] ?? 0) + value;
  }
  return sums;
}
