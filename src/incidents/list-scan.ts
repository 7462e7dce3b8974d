import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/**
 * Rows of a list that one request looks at, and fewer where it looks into texts. What no index
 * finds is found by looking at row after row in the list's order: a request that has looked at so
 * many ends with what it found, and its cursor goes on from there. So every filter is answered
 * quickly, however many rows there are and however few of them fit, without an index for each.
 */
export const LOOKED_AT = 12_000;
export const LOOKED_INTO = 3_500;

/** A walk along an index. All parts are SQL over the one table. */
export interface Walk {
  readonly table: 'incidents' | 'alerts';
  /** Names of the columns that the cursor is made of; the last one is the id. */
  readonly key: readonly string[];
  /** What the index knows. */
  readonly where: RawBuilder<SqlBool>;
  /** What is looked at in each row; null: nothing more. */
  readonly fits: RawBuilder<SqlBool> | null;
  readonly order: RawBuilder<unknown>;
  /** Rows to look at. */
  readonly budget: number;
}

/** A row that fits: the parts of its key. */
export type ScanKey = Readonly<Record<string, unknown>>;

export interface Scanned {
  readonly keys: readonly ScanKey[];
  /** Rows that were looked at. */
  readonly looked: number;
  /** The last row looked at, when the budget ended before the list did. */
  readonly end: ScanKey | null;
}

/** Walks until `wanted` rows fit, the budget is spent or the list ends. */
export async function scan(db: Db, walk: Walk, wanted: number): Promise<Scanned> {
  const { table, key, where, fits, order, budget } = walk;
  if (budget <= 0 || wanted <= 0) return { keys: [], looked: 0, end: null };
  const columns = sql.join(key.map((name) => sql.ref(name)));
  const { rows } = await sql<ScanKey & { fits: boolean; place: number; ended: boolean }>`
    select * from (
      select ${columns}, coalesce(${fits ?? sql`true`}, false) as fits,
        row_number() over walk as place, lead(true) over walk is null as ended
      from ${sql.table(table)} where ${where}
      window walk as (order by ${order}) order by ${order} limit ${budget}
    ) walked
    where fits or ended or place = ${budget} limit ${wanted}`.execute(db);
  const last = rows.at(-1);
  const spent = last?.place === budget && !last.ended;
  return {
    keys: rows.filter((row) => row.fits),
    looked: last?.place ?? 0,
    end: spent && last ? last : null,
  };
}

/** Joins conditions; `true` without any. */
export function all(conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return conditions.length === 0 ? sql`true` : sql`${sql.join([...conditions], sql` and `)}`;
}

/** `ilike` for a part of the title or the description, in any case. */
export function hasText(text: string): RawBuilder<SqlBool> {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`(title ilike ${pattern} or description ilike ${pattern})`;
}
