/**
 * How much noise was kept from people: 100 − incidents / alert events × 100 (research,
 * flashduty-openremedy §5.7), to a tenth; null without events. Incidents opened by hand may be more
 * than the events: that counts as 0.
 */
export function noiseReduction(incidents: number, alertEvents: number): number | null {
  return alertEvents === 0 ? null : Math.max(0, tenth(100 - (incidents / alertEvents) * 100));
}

/** What part of the whole, in percent to a tenth; null of nothing. */
export function percentage(part: number, whole: number): number | null {
  return whole === 0 ? null : tenth((part / whole) * 100);
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

/** A value of a table. */
export type Cell = string | number | boolean | null;

/**
 * CSV as RFC 4180 has it. Texts that a spreadsheet would take for a formula get an apostrophe:
 * titles come from senders.
 */
export function csvOf(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
