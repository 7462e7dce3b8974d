import { sql } from 'kysely';
import type { Db } from './connection.ts';
import type { TenantTable } from './erase-order.ts';

// Rows of a tenant in whatever table has some: found in the catalog, so that a table that is added
// is never forgotten.

/**
 * The tables with a column `tenant_id`, each partition for itself, and which others of them their
 * foreign keys point to.
 */
export async function listTenantTables(db: Db): Promise<TenantTable[]> {
  const { rows } = await sql<TenantTable>`
    select c.relname as name, array(
      select distinct r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
      where k.conrelid = c.oid and k.contype = 'f' and r.relnamespace = c.relnamespace
    ) as "refersTo"
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
      and a.attname = 'tenant_id' and not a.attisdropped
    order by c.relname`.execute(db);
  return rows;
}

/**
 * Deletes at most `limit` rows of the tenant and returns how many; rows that others have locked are
 * left for the next time, so that nobody waits for it.
 */
export async function deleteTenantRows(
  tx: Db,
  tenantId: string,
  table: string,
  limit: number,
): Promise<number> {
  const done = await sql`
    delete from ${sql.table(table)} where ctid = any(array(
      select ctid from ${sql.table(table)} where tenant_id = ${tenantId}
      limit ${limit} for update skip locked))`.execute(tx);
  return Number(done.numAffectedRows ?? 0);
}

/** Which of the tables have a row of the tenant, in their order. */
export async function listTablesWithRows(
  db: Db,
  tenantId: string,
  tables: readonly string[],
): Promise<string[]> {
  if (tables.length === 0) return [];
  const looks = tables.map(
    (table) => sql`select ${table}::text as name where exists (
      select from ${sql.table(table)} where tenant_id = ${tenantId})`,
  );
  const { rows } = await sql<{ name: string }>`${sql.join(looks, sql` union all `)}`.execute(db);
  const found = new Set(rows.map(({ name }) => name));
  return tables.filter((table) => found.has(table));
}

/** Deletes the tenant's rows of a table that holds few, waiting for who has locked them. */
export async function deleteAllTenantRows(tx: Db, tenantId: string, table: string): Promise<void> {
  await sql`delete from ${sql.table(table)} where tenant_id = ${tenantId}`.execute(tx);
}
