import type pg from 'pg';
import type { ArchivedTable, Manifest } from './manifest.ts';
import { orderByReference } from './reference-order.ts';

/** Where the hub keeps what is its own; the job queue's schema is not: it is made anew. */
const SCHEMAS = ['public', 'auth'];

/** Left out of every archive, and why. */
const REASONS = {
  migrations: 'named in the manifest; the restoring program applies them itself',
  unlogged: 'emptied by PostgreSQL itself after a crash; nothing is lost without it',
  jobs: 'schedules of recurring work, which every start makes anew',
} as const;

interface CatalogRow {
  readonly schema: string;
  readonly name: string;
  readonly unlogged: boolean;
  readonly columns: string[];
  readonly partitions: string[];
  readonly needs: string[];
}

/** The hub's tables as the database has them. */
export interface Catalog {
  readonly tables: readonly ArchivedTable[];
  readonly left_out: Manifest['left_out'];
}

/**
 * All tables of the hub in an order in which foreign keys find what they name. Read from the
 * catalog, so that none is ever forgotten; those of extensions are not the hub's.
 */
export async function readCatalog(client: pg.ClientBase): Promise<Catalog> {
  const { rows } = await client.query<CatalogRow>(
    `select n.nspname::text as schema, c.relname::text as name, c.relpersistence = 'u' as unlogged,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
         and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
       array(select p.relname::text from pg_inherits i join pg_class p on p.oid = i.inhrelid
         where i.inhparent = c.oid order by 1) as partitions,
       array(select distinct fn.nspname || '.' || f.relname from pg_constraint k
         join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
         where k.conrelid = c.oid and k.contype = 'f' order by 1) as needs
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass
         and d.objid = c.oid and d.deptype = 'e')
     order by 1, 2`,
    [SCHEMAS],
  );
  const named = rows.map((row) => ({ ...row, table: row.name, name: `${row.schema}.${row.name}` }));
  const left: Manifest['left_out'] = named.flatMap(({ name, unlogged }) => {
    const reason = reasonToLeave(name, unlogged);
    return reason === null ? [] : [{ name, reason }];
  });
  const without = new Set(left.map(({ name }) => name));
  const kept = orderByReference(named.filter(({ name }) => !without.has(name)));
  return {
    tables: kept.map(({ schema, table, columns, partitions }) => {
      return { schema, name: table, columns, partitions };
    }),
    left_out: [...left, { name: 'jobs.*', reason: REASONS.jobs }],
  };
}

function reasonToLeave(name: string, unlogged: boolean): string | null {
  if (name === 'public.schema_migrations') return REASONS.migrations;
  return unlogged ? REASONS.unlogged : null;
}

/** Sequences that have given a number, and the last one. */
export async function readSequences(client: pg.ClientBase): Promise<Manifest['sequences']> {
  const { rows } = await client.query<Manifest['sequences'][number]>(
    `select schemaname::text as schema, sequencename::text as name, last_value::text as value
     from pg_sequences where schemaname = any($1) and last_value is not null order by 1, 2`,
    [SCHEMAS],
  );
  return rows;
}

/** Sets the sequence to go on after `value`. */
export async function setSequence(
  client: pg.ClientBase,
  { schema, name, value }: Manifest['sequences'][number],
): Promise<void> {
  const text = `select setval(format('%I.%I', $1::text, $2::text)::regclass, $3)`;
  await client.query(text, [schema, name, value]);
}

/** The migrations that the database has had, in their order. Throws when it is no hub's. */
export async function readMigrationsApplied(
  client: pg.ClientBase,
): Promise<Manifest['migrations']> {
  const { rows: found } = await client.query<{ there: boolean }>(
    `select to_regclass('public.schema_migrations') is not null as there`,
  );
  if (!found[0]?.there) throw new Error('The database is empty: no hub has been started on it.');
  const { rows } = await client.query<Manifest['migrations'][number]>(
    'select version, name, checksum from public.schema_migrations order by version',
  );
  return rows;
}

/** What there is in the hub's schemas: names of tables, at most ten; none in an empty database. */
export async function listOccupied(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass
         and d.objid = c.oid and d.deptype = 'e')
     order by 1 limit 10`,
    [[...SCHEMAS, 'jobs']],
  );
  return rows.map(({ name }) => name);
}

/** E.g. `18.4`. */
export async function readServerVersion(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  return rows[0]?.server_version ?? '';
}
