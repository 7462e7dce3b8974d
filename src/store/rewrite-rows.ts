import { type RawBuilder, sql } from 'kysely';
import type { Db } from './connection.ts';

/** Columns of a table that are gone through row by row, tenant by tenant. */
export interface RewritePlace {
  readonly table: string;
  /** The primary key without `tenant_id` before it. */
  readonly key: readonly string[];
  readonly json?: readonly string[];
  readonly text?: readonly string[];
}

/** A row of a place: its columns by name; those of the key as texts. */
export type PlaceRow = Readonly<Record<string, unknown>>;

/** A portion of the rows that contain something. */
export interface Portion {
  /** Any of these texts is in one of the columns, in any case. */
  readonly needles: readonly string[];
  /** Further columns to look into and to read. */
  readonly also: readonly string[];
  /** After the row with this key; null: from the first one. */
  readonly after: readonly string[] | null;
  readonly limit: number;
}

/** Where a row is, while it is locked. */
const WHERE = sql`tableoid::text || ' ' || ctid::text`;

/** Locks and returns rows of the tenant that contain one of the needles, by key. */
export async function lockRowsWith(
  tx: Db,
  tenantId: string,
  place: RewritePlace,
  { needles, also, after, limit }: Portion,
): Promise<PlaceRow[]> {
  const columns = [...columnsOf(place), ...also];
  const keys = place.key.map((name) => sql`${sql.ref(name)}::text as ${sql.ref(keyName(name))}`);
  const order = sql.join(place.key.map((name) => sql.ref(name)));
  const onwards = after === null ? sql`true` : sql`(${order}) > (${sql.join([...after])})`;
  const patterns = needles.map((needle) => `%${needle.replace(/[\\%_]/g, '\\$&')}%`);
  const contains = columns.map(
    (name) => sql`${sql.ref(name)}::text ilike any(${patterns}::text[])`,
  );
  const { rows } = await sql<PlaceRow>`
    select ${WHERE} as row_place, ${sql.join([...keys, ...columns.map((name) => sql.ref(name))])}
    from ${sql.table(place.table)}
    where tenant_id = ${tenantId} and ${onwards} and (${sql.join(contains, sql` or `)})
    order by ${order} limit ${limit} for update`.execute(tx);
  return rows;
}

/** The key of a row, to go on after it. */
export function keyOf(place: RewritePlace, row: PlaceRow): string[] {
  return place.key.map((name) => String(row[keyName(name)]));
}

/** Stores other values for columns of a row that this transaction has locked. */
export async function rewriteRow(
  tx: Db,
  tenantId: string,
  place: RewritePlace,
  row: PlaceRow,
  values: PlaceRow,
): Promise<void> {
  const [tableId = '', rowId = ''] = String(row.row_place).split(' ');
  const sets = Object.entries(values).map(
    ([name, value]) => sql`${sql.ref(name)} = ${stored(place, name, value)}`,
  );
  await sql`
    update ${sql.table(place.table)} set ${sql.join(sets)}
    where tenant_id = ${tenantId} and tableoid = ${tableId}::oid and ctid = ${rowId}::tid`.execute(
    tx,
  );
}

/** The columns that a place is about. */
export function columnsOf({ json = [], text = [] }: RewritePlace): readonly string[] {
  return [...json, ...text];
}

function stored(place: RewritePlace, name: string, value: unknown): RawBuilder<unknown> {
  if (value === null) return sql`null`;
  return place.json?.includes(name) ? sql`${JSON.stringify(value)}` : sql`${String(value)}`;
}

/** The key's columns may also be among those read. */
function keyName(name: string): string {
  return `key_${name}`;
}
