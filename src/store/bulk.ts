import type { Client, QueryArrayConfig, QueryConfig } from 'pg';
import { nameOf } from '../kernel/hashing.ts';
import { encodeArray, encodeRows, type RowType } from './binary.ts';
import { type Column, type ColumnType, propertyOf } from './columns.ts';

/** Tables' row types in the database a client is connected to. */
export type RowTypes = ReadonlyMap<string, RowType>;

/** A writing statement over any number of rows, a part of a {@link bulkQuery}. */
export interface BulkStatement {
  readonly name: string;
  /** The statement with its parameters numbered from `first`. */
  readonly sql: (first: number) => string;
  /** Number of parameters. */
  readonly width: number;
  readonly params: (rows: readonly object[], types: RowTypes) => readonly Buffer[];
}

/** A statement and the rows it writes; without rows it is left out. */
export type BulkWrite = readonly [statement: BulkStatement, rows: readonly object[]];

const prepared = new Map<string, { readonly name: string; readonly text: string }>();

/**
 * All writes in one statement (data-modifying CTEs), prepared once a connection for each set of
 * kinds: every statement saved is a message less to build, parse and answer.
 */
export function bulkQuery(writes: readonly BulkWrite[], types: RowTypes): QueryConfig {
  const parts = writes.filter(([, rows]) => rows.length > 0);
  const kinds = parts.map(([statement]) => statement.name).join('+');
  const query = prepared.get(kinds) ?? {
    // PostgreSQL cuts names at 63 characters.
    name: `bulk_${nameOf(kinds)}`,
    text: combine(parts.map(([statement]) => statement)),
  };
  prepared.set(kinds, query);
  return { ...query, values: parts.flatMap(([part, rows]) => part.params(rows, types)) };
}

function combine(statements: readonly BulkStatement[]): string {
  let first = 1;
  const parts = statements.map(({ name, sql, width }) => {
    const part = `${name} as (${sql(first)})`;
    first += width;
    return part;
  });
  return parts.length === 0 ? 'select 1' : `with ${parts.join(', ')} select 1`;
}

const rowTypes = new WeakMap<Client, Promise<RowTypes>>();

/**
 * The row types of the public tables, asked once a connection. When a migration adds a column, a
 * statement fails with 42804 (see group-commit.ts) and goes on over another connection.
 */
export function rowTypesOf(client: Client): Promise<RowTypes> {
  const known = rowTypes.get(client);
  if (known) return known;
  const loading = loadRowTypes(client);
  rowTypes.set(client, loading);
  loading.catch(() => rowTypes.delete(client));
  return loading;
}

async function loadRowTypes(client: Client): Promise<RowTypes> {
  const { rows } = await client.query<{ name: string } & RowType>(
    `select relname as name, reltype::int8::int4 as oid,
       array_agg(atttypid::int8::int4 order by attnum) as columns
     from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
     where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
       and not relispartition
     group by relname, reltype`,
  );
  return new Map(rows.map(({ name, oid, columns }) => [name, { oid, columns }]));
}

/**
 * Inserts whole rows of a table; `columns` are all of it in its order (a test compares them with
 * the catalog). Columns that a later version has added take their defaults. Without `onConflict` a row that exists raises 23505: the batch lost a race.
 */
export function bulkInsert(
  name: string,
  table: string,
  columns: readonly Column[],
  onConflict?: string,
): BulkStatement {
  const types = columns.map(([, type]) => type);
  const properties = columns.map(([column]) => propertyOf(column));
  const into = columns.map(([column]) => column).join(', ');
  const from = columns.map(([column]) => `u.${column}`).join(', ');
  return {
    name,
    width: 1,
    sql: (first) =>
      `insert into ${table} as t (${into}) select ${from} from unnest($${first}::${table}[]) as u${conflict(onConflict)}`,
    params: (rows, rowTypes) => [
      encodeRows(rowTypes.get(table) ?? NO_TYPE, types, properties, rows),
    ],
  };
}

const NO_TYPE: RowType = { oid: 0, columns: [] };

type Row = Readonly<Record<string, unknown>>;

function conflict(clause: string | undefined): string {
  return clause === undefined ? '' : ` on conflict ${clause}`;
}

/** Scalar columns only, one array each: for statements that give a few columns of a table. */
export function columnsInsert(
  name: string,
  table: string,
  columns: readonly Column[],
  options: { onConflict?: string; constants?: Readonly<Record<string, string>> } = {},
): BulkStatement {
  const constants = Object.entries(options.constants ?? {});
  const names = columns.map(([column]) => column);
  const properties = names.map(propertyOf);
  const into = [...names, ...constants.map(([column]) => column)].join(', ');
  const select = [...names.map((column) => `u.${column}`), ...constants.map(([, sql]) => sql)];
  return {
    name,
    width: columns.length,
    sql: (first) => {
      const arrays = columns.map(([, type], index) => `$${first + index}::${type}[]`);
      return `insert into ${table} as t (${into}) select ${select.join(', ')}
        from unnest(${arrays.join(', ')}) as u(${names.join(', ')})${conflict(options.onConflict)}`;
    },
    params: (rows) =>
      columns.map(([, type], index) =>
        encodeArray(
          type,
          rows.map((row) => (row as Row)[properties[index] ?? '']),
        ),
      ),
  };
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

/** A reading statement whose rows come as the server's text, parsed by {@link rowReader}. */
export function keyedQuery(name: string, text: string, values: Buffer[]): QueryArrayConfig {
  const types = rawTypes as unknown as NonNullable<QueryConfig['types']>;
  return { name, text, values, types, rowMode: 'array' };
}

/** Reads rows of these columns as states. `text[]` columns hold plain names only. */
export function rowReader<State>(
  columns: readonly Column[],
): (row: readonly (string | null)[]) => State {
  const properties = columns.map(([name]) => propertyOf(name));
  const readers = columns.map(([, type]) => READERS[type]);
  return (row) => {
    const state: Record<string, unknown> = {};
    for (let index = 0; index < properties.length; index++) {
      const text = row[index];
      const read = readers[index] as (text: string) => unknown;
      state[properties[index] as string] = text === null || text === undefined ? null : read(text);
    }
    return state as State;
  };
}
