/** A value of a table; null: nothing is known. */
export type Cell = string | number | null;

/**
 * CSV as RFC 4180 has it. Titles come from senders: a text that a spreadsheet would take for a
 * formula gets an apostrophe before it.
 */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
