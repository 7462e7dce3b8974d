/**
 * How a column travels: `json` stays text in memory (kept as it came), `jsonb` is a parsed value,
 * `timestamptz` is an instant in ms.
 */
export type ColumnType = 'text' | 'int4' | 'int8' | 'timestamptz' | 'json' | 'jsonb' | 'text[]';

/** A column and its type; the property in memory is the column's name in camelCase. */
export type Column = readonly [name: string, type: ColumnType];

/** `last_seen_at` → `lastSeenAt`. */
export function propertyOf(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

type Row = Readonly<Record<string, unknown>>;

/** A state as a row for Kysely: instants become Dates, JSON becomes text. */
export function toRow(columns: readonly Column[], state: object): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [name, type] of columns) {
    const value = (state as Row)[propertyOf(name)];
    row[name] = value === null ? null : outward(type, value);
  }
  return row;
}

function outward(type: ColumnType, value: unknown): unknown {
  if (type === 'timestamptz') return new Date(value as number);
  return type === 'jsonb' ? JSON.stringify(value) : value;
}

/** A row as Kysely reads it, as a state. */
export function fromRow<State>(columns: readonly Column[], row: object): State {
  const state: Record<string, unknown> = {};
  for (const [name, type] of columns) {
    const value = (row as Row)[name];
    state[propertyOf(name)] = value instanceof Date ? value.getTime() : inward(type, value);
  }
  return state as State;
}

// pg parses json columns; ours stay text (equal maps were serialised to equal text).
function inward(type: ColumnType, value: unknown): unknown {
  return type === 'json' && value !== null ? JSON.stringify(value) : value;
}
