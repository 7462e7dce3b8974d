import type { Store } from '../../../src/store/connection.ts';

/** Tables of all schemas that have a row with one of the texts in it, also as bytes. */
export async function tablesWith(store: Store, ...texts: readonly string[]): Promise<string[]> {
  const tables = await store.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  const wanted = texts.flatMap((text) => [text, Buffer.from(text).toString('hex')]);
  const patterns = wanted.map((text) => `%${text}%`);
  const found: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await store.pool.query(
      `select exists (select from ${name} t where t::text ilike any($1::text[])) as has`,
      [patterns],
    );
    if (rows[0].has) found.push(name);
  }
  return found;
}

/** Tables, partitions included, with a row whose `tenant_id` is this one. */
export async function tablesOfTenant(store: Store, tenantId: string): Promise<string[]> {
  const tables = await store.pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.columns
     where column_name = 'tenant_id' and table_schema not in ('pg_catalog', 'information_schema')
     order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await store.pool.query(
      `select exists (select from ${name} where tenant_id = $1) as has`,
      [tenantId],
    );
    if (rows[0].has) found.push(name);
  }
  return found;
}
