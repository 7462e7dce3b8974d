import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { RowKey, SealedColumn } from './sealed-columns.ts';

/** A sealed value and where it is. */
export interface SealedRow {
  readonly tenantId: string;
  readonly key: RowKey;
  readonly sealed: Buffer;
}

/** How many values of a column rest on each key. Reads the whole table: for a rotation, not for a request. */
export async function countSealed(
  db: Db,
  column: SealedColumn,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ key_id: string; count: number }>`
    select ${keyIdIn(column)} as key_id, count(*)::int as count
    from ${sql.table(column.table)} where ${holdsSealed(column)} group by 1`.execute(db);
  return new Map(rows.map(({ key_id, count }) => [key_id, count]));
}

/** Rows of all tenants in the order of their keys, after `last`, that rest on another key than `keyId`. */
export async function listSealedUnderOthers(
  db: Db,
  column: SealedColumn,
  keyId: string,
  page: { readonly after: SealedRow | undefined; readonly limit: number },
): Promise<readonly SealedRow[]> {
  const columns = sql.join(['tenant_id', ...column.key].map((name) => sql.ref(name)));
  const { rows } = await sql<Record<string, string> & { tenant_id: string; bytes: Buffer }>`
    select ${columns}, ${sealedIn(column)} as bytes from ${sql.table(column.table)}
    where ${holdsSealed(column)} and ${keyIdIn(column)} <> ${keyId} and ${isAfter(column, page.after)}
    order by ${columns} limit ${page.limit}`.execute(db);
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    key: Object.fromEntries(column.key.map((name) => [name, row[name] ?? ''])),
    sealed: row.bytes,
  }));
}

/** Puts `sealed` in the place of the row's value, unless that has changed. True when it was done. */
export async function swapSealed(
  db: Db,
  column: SealedColumn,
  row: SealedRow,
  sealed: Buffer,
): Promise<boolean> {
  const isReply = column.form === 'reply';
  const value = isReply ? JSON.stringify({ sealed: sealed.toString('base64') }) : sealed;
  const isRow = column.key.map((name) => sql`${sql.ref(name)} = ${row.key[name]}`);
  const { numAffectedRows } = await sql`
    update ${sql.table(column.table)} set ${sql.ref(column.column)} = ${value}
    where tenant_id = ${row.tenantId} and ${sql.join(isRow, sql` and `)}
      and ${sealedIn(column)} = ${row.sealed}`.execute(db);
  return numAffectedRows === 1n;
}

/** Keys that sealed values may rest on, with a known text sealed under each. */
export function listSealingKeys(db: Db) {
  return db.selectFrom('sealing_keys').select(['key_id', 'proof']).orderBy('key_id').execute();
}

/** Notes a key before anything rests on it. */
export async function insertSealingKey(db: Db, keyId: string, proof: Buffer): Promise<void> {
  await db
    .insertInto('sealing_keys')
    .values({ key_id: keyId, proof })
    .onConflict((conflict) => conflict.column('key_id').doNothing())
    .execute();
}

/** Forgets keys that nothing rests on any more, or whose values are lost. */
export async function deleteSealingKeys(db: Db, keyIds: readonly string[]): Promise<void> {
  if (keyIds.length === 0) return;
  await db.deleteFrom('sealing_keys').where('key_id', 'in', keyIds).execute();
}

function sealedIn({ column, form }: SealedColumn): RawBuilder<Buffer> {
  return form === 'bytes' ? sql.ref(column) : sql`decode(${sql.ref(column)}->>'sealed', 'base64')`;
}

/** As `keyIdOf` has it: the bytes after the version. */
function keyIdIn(column: SealedColumn): RawBuilder<string> {
  return sql`encode(substring(${sealedIn(column)} from 2 for 4), 'hex')`;
}

function holdsSealed(column: SealedColumn): RawBuilder<boolean> {
  const { except } = column;
  const applies = except ? sql`${sql.ref(except.column)} <> ${except.value}` : sql`true`;
  return sql`(${applies} and ${sealedIn(column)} is not null)`;
}

function isAfter({ key }: SealedColumn, last: SealedRow | undefined): RawBuilder<boolean> {
  if (last === undefined) return sql`true`;
  const columns = sql.join(['tenant_id', ...key].map((name) => sql.ref(name)));
  const values = sql.join([last.tenantId, ...key.map((name) => last.key[name] ?? '')]);
  return sql`(${columns}) > (${values})`;
}
