import type pg from 'pg';

const TABLES = `
  select n.nspname || '.' || c.relname as name from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'auth') and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname <> 'schema_migrations' order by 1`;

/**
 * Copies the rows of all tables that both databases have, with the columns that the target has.
 * Returns how many of each.
 */
export async function copyRows(from: pg.Pool, to: pg.Pool): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const source = await tableNames(from);
  const client = await to.connect();
  try {
    await client.query('set session_replication_role = replica');
    for (const name of await tableNames(client)) {
      if (!source.includes(name)) continue;
      const { rows } = await from.query(`select to_jsonb(t) as row from ${name} t`);
      for (const { row } of rows) await insertRow(client, name, row);
      counts.set(name, rows.length);
    }
  } finally {
    client.release(true);
  }
  return counts;
}

async function insertRow(client: pg.ClientBase, name: string, row: object): Promise<void> {
  const { rows } = await client.query(
    `select string_agg(quote_ident(attname), ', ') as columns from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''
       and attname = any($2)`,
    [name, Object.keys(row)],
  );
  const columns = rows[0]?.columns;
  await client.query(
    `insert into ${name} (${columns}) overriding system value
     select ${columns} from jsonb_populate_record(null::${name}, $1)`,
    [JSON.stringify(row)],
  );
}

async function tableNames(db: pg.Pool | pg.ClientBase): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(TABLES);
  return rows.map(({ name }) => name);
}
