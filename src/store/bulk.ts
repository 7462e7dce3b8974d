import type { QueryArrayConfig, QueryConfig } from 'pg';
import { type ElementType, encodeArray } from './binary.ts';
import { type Column, type ColumnType, propertyOf } from './columns.ts';

const ELEMENT: Readonly<Record<ColumnType, ElementType>> = {
  text: 'text',
  int4: 'int4',
  int8: 'int8',
  timestamptz: 'timestamptz',
  json: 'text',
  jsonb: 'text',
  'text[]': 'text',
};

/** A statement over any number of rows: named (prepared once a connection), binary parameters. */
export interface BulkStatement {
  readonly text: string;
  readonly query: (rows: readonly object[]) => QueryConfig;
}

/** `unnest($1::text[], …)` over the columns, starting at parameter `first`. */
export function unnest(columns: readonly Column[], first = 1): string {
  const arrays = columns.map(([, type], index) => `$${first + index}::${ELEMENT[type]}[]`);
  return `unnest(${arrays.join(', ')})`;
}

/** The column inside the select list; what travels as text gets its own type back. */
function cast([name, type]: Column): string {
  return ELEMENT[type] === type ? `u.${name}` : `u.${name}::${type}`;
}

const names = (columns: readonly Column[]) => columns.map(([name]) => name).join(', ');

/** One binary array a column, in the columns' order. */
export function encodeColumns(columns: readonly Column[], rows: readonly object[]): Buffer[] {
  return columns.map(([name, type]) => {
    const property = propertyOf(name);
    return encodeArray(
      ELEMENT[type],
      rows.map((row) => elementOf(type, (row as Record<string, unknown>)[property])),
    );
  });
}

function elementOf(type: ColumnType, value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (type === 'jsonb') return JSON.stringify(value);
  return type === 'text[]' ? arrayLiteral(value as readonly string[]) : (value as string | number);
}

function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/**
 * `insert … select from unnest`. Without `onConflict` a row that exists raises 23505: the batch
 * lost a race and is run again. `constants` are columns with the same SQL expression in each row.
 */
export function bulkInsert(
  name: string,
  table: string,
  columns: readonly Column[],
  options: { onConflict?: string; constants?: Readonly<Record<string, string>> } = {},
): BulkStatement {
  const constants = Object.entries(options.constants ?? {});
  const into = [names(columns), ...constants.map(([column]) => column)].join(', ');
  const select = [...columns.map(cast), ...constants.map(([, value]) => value)].join(', ');
  const text = `insert into ${table} as t (${into}) select ${select} from ${unnest(columns)} as u(${names(columns)})${
    options.onConflict ? ` on conflict ${options.onConflict}` : ''
  }`;
  return { text, query: (rows) => ({ name, text, values: encodeColumns(columns, rows) }) };
}

/** `col = excluded.col, …` for all columns but the key: for rows that are known to exist. */
export function setExcluded(columns: readonly Column[], key: readonly string[]): string {
  return columns
    .filter(([name]) => !key.includes(name))
    .map(([name]) => `${name} = excluded.${name}`)
    .join(', ');
}

const READERS: Readonly<Record<ColumnType, (text: string) => unknown>> = {
  text: (text) => text,
  int4: Number,
  int8: Number,
  timestamptz: readInstant,
  json: (text) => text,
  jsonb: (text) => JSON.parse(text),
  'text[]': (text) => (text === '{}' ? [] : text.slice(1, -1).split(',')),
};

/**
 * `2026-11-21 03:50:10.123+00` as an instant; the connection's time zone must be UTC. Several times
 * faster than Date.parse, which does not promise to read this notation.
 */
function readInstant(text: string): number {
  const part = (from: number, to: number) => Number(text.slice(from, to));
  const seconds = Number(text.slice(17, text.lastIndexOf('+')));
  return (
    Date.UTC(part(0, 4), part(5, 7) - 1, part(8, 10), part(11, 13), part(14, 16)) +
    Math.round(seconds * 1000)
  );
}

const rawTypes = { getTypeParser: () => (text: string) => text };

/** A reading statement whose rows come as the server's text, parsed by {@link readState}. */
export function keyedQuery(name: string, text: string, values: Buffer[]): QueryArrayConfig {
  const types = rawTypes as unknown as NonNullable<QueryConfig['types']>;
  return { name, text, values, types, rowMode: 'array' };
}

/** A row of these columns as a state. `text[]` columns hold plain names only. */
export function readState<State>(
  columns: readonly Column[],
  row: readonly (string | null)[],
): State {
  const state: Record<string, unknown> = {};
  for (const [index, [name, type]] of columns.entries()) {
    const text = row[index];
    state[propertyOf(name)] = text === null || text === undefined ? null : READERS[type](text);
  }
  return state as State;
}
