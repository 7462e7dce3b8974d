import { sql } from 'kysely';
import { DAY, type Instant } from '../kernel/time.ts';
import { LOCK_FAMILY, LOCKS } from './advisory-locks.ts';
import type { Db, Store } from './connection.ts';
import { transact } from './transaction.ts';

/** The tables with one partition a UTC day, and the column that decides the day. */
const DAY_COLUMNS = {
  alert_events: 'received_at',
  alert_outbox: 'created_at',
  delivery_attempts: 'attempted_at',
  outbox: 'created_at',
  payloads: 'created_at',
  receipts: 'received_at',
} as const;

export type PartitionedTable = keyof typeof DAY_COLUMNS;

export const PARTITIONED_TABLES = Object.keys(DAY_COLUMNS) as PartitionedTable[];

/**
 * Creates the missing day partitions from yesterday to `daysAhead` days after `now`, and each
 * table's default partition, which takes rows of any other day so that none is ever refused.
 * Rows the default partition holds for a new day move there. Idempotent; safe on several replicas
 * at once. Returns the names created. Throws (55P03) when other sessions hold a table for 10 s;
 * what was created before stays.
 */
export async function ensurePartitions(
  store: Store,
  now: Instant,
  daysAhead = 7,
): Promise<string[]> {
  const days: Instant[] = [];
  for (let day = startOfDay(now) - DAY; day <= now + daysAhead * DAY; day += DAY) days.push(day);
  const created: string[] = [];
  for (const table of PARTITIONED_TABLES) {
    created.push(...(await ensureTablePartitions(store, table, days, now)));
  }
  return created;
}

/**
 * Drops the partitions of days that ended more than `keepDays` days before `now`. Returns their
 * names. Each drop locks the table for a moment; throws (55P03) when it cannot have it within 5 s.
 * While a backup is made nothing is dropped; the next call does it.
 */
export async function dropOldPartitions(
  store: Store,
  table: PartitionedTable,
  keepDays: number,
  now: Instant,
): Promise<string[]> {
  const dropped: string[] = [];
  for (const name of await listPartitions(store.db, table)) {
    const day = dayOfPartition(table, name);
    if (day === undefined || day + DAY > now - keepDays * DAY) continue;
    const gone = await transact(store, async (tx) => {
      // A backup under way reads the day, and whoever waits to drop it would hold up the intake.
      if (!(await tryBackupLock(tx))) return false;
      // "detach concurrently" would lock less, but is refused beside a default partition.
      await sql`set local lock_timeout = '5s'`.execute(tx);
      await sql`drop table if exists ${sql.table(name)}`.execute(tx);
      return true;
    });
    if (gone) dropped.push(name);
  }
  return dropped;
}

/** `alert_events_p20261121`, the partition of the UTC day that contains `at`. */
export function partitionName(table: PartitionedTable, at: Instant): string {
  return `${table}_p${isoDay(at).replaceAll('-', '')}`;
}

/** Start of the day a partition is for; `undefined` for the default partition and strangers. */
export function dayOfPartition(table: PartitionedTable, name: string): Instant | undefined {
  const digits = name.startsWith(`${table}_p`) ? name.slice(table.length + 2) : '';
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(digits) ?? [];
  return year ? Date.parse(`${year}-${month}-${day}T00:00:00Z`) : undefined;
}

/**
 * Creates the day and default partitions of these names on a table that has none, in the caller's
 * transaction. Names of other tables and of strangers are passed over.
 */
export async function createPartitionsNamed(
  tx: Db,
  name: string,
  partitions: readonly string[],
): Promise<void> {
  const table = PARTITIONED_TABLES.find((candidate) => candidate === name);
  if (table === undefined) return;
  for (const partition of partitions) {
    const day = dayOfPartition(table, partition);
    if (day !== undefined) await createDay(tx, table, day);
  }
  await createDefault(tx, table);
}

/**
 * Creates those of the named day partitions of a table that are missing, each in a transaction of
 * its own. Names of other tables and of strangers are passed over.
 */
export async function ensurePartitionsNamed(
  store: Store,
  name: string,
  partitions: readonly string[],
  now: Instant,
): Promise<void> {
  const table = PARTITIONED_TABLES.find((candidate) => candidate === name);
  if (table === undefined) return;
  const days = partitions.map((partition) => dayOfPartition(table, partition));
  const wanted = days.filter((day) => day !== undefined);
  await ensureTablePartitions(store, table, wanted, now);
}

function startOfDay(at: Instant): Instant {
  return Math.floor(at / DAY) * DAY;
}

function isoDay(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

async function tryBackupLock(tx: Db): Promise<boolean> {
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(${LOCK_FAMILY}, ${LOCKS.backup}) as free`.execute(tx);
  return rows[0]?.free === true;
}

async function listPartitions(db: Db, table: PartitionedTable): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ${table}::regclass order by 1`.execute(db);
  return rows.map((row) => row.name);
}

async function ensureTablePartitions(
  store: Store,
  table: PartitionedTable,
  days: readonly Instant[],
  now: Instant,
): Promise<string[]> {
  const lists = (existing: string[]) => {
    const missing = days.filter((day) => !existing.includes(partitionName(table, day)));
    return { missing, complete: missing.length === 0 && existing.includes(`${table}_default`) };
  };
  if (lists(await listPartitions(store.db, table)).complete) return [];
  return transact(store, async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK_FAMILY}, ${LOCKS.partitions})`.execute(tx);
    await sql`set local lock_timeout = '10s'`.execute(tx);
    const existing = await listPartitions(tx, table);
    const { missing } = lists(existing);
    // A row on its way into the default partition would fail when its day is attached meanwhile.
    // Nobody writes days to come, so writers wait only where a day that has begun is missing.
    if (missing.some((day) => day <= now)) {
      await sql`lock table ${sql.table(table)} in share row exclusive mode`.execute(tx);
    }
    const created: string[] = [];
    for (const day of missing) created.push(await createDay(tx, table, day));
    if (!existing.includes(`${table}_default`)) created.push(await createDefault(tx, table));
    return created;
  });
}

// "create table … partition of" locks the whole table against readers; attaching does not. It
// does lock and scan the default partition, which is empty unless the hub's clock went astray.
async function createDay(tx: Db, table: PartitionedTable, day: Instant): Promise<string> {
  const name = partitionName(table, day);
  const [from, to] = [
    sql.lit(new Date(day).toISOString()),
    sql.lit(new Date(day + DAY).toISOString()),
  ];
  const [parent, partition] = [sql.table(table), sql.table(name)];
  await sql`create table ${partition} (like ${parent} including all)`.execute(tx);
  await moveFromDefault(tx, table, day);
  await sql`alter table ${parent} attach partition ${partition}
    for values from (${from}) to (${to})`.execute(tx);
  return name;
}

async function moveFromDefault(tx: Db, table: PartitionedTable, day: Instant): Promise<void> {
  const fallback = `${table}_default`;
  if (!(await listPartitions(tx, table)).includes(fallback)) return;
  const column = sql.ref(DAY_COLUMNS[table]);
  await sql`lock table ${sql.table(fallback)} in access exclusive mode`.execute(tx);
  await sql`with moved as (
      delete from ${sql.table(fallback)}
      where ${column} >= ${new Date(day)} and ${column} < ${new Date(day + DAY)} returning *
    ) insert into ${sql.table(partitionName(table, day))} select * from moved`.execute(tx);
}

async function createDefault(tx: Db, table: PartitionedTable): Promise<string> {
  const [parent, partition] = [sql.table(table), sql.table(`${table}_default`)];
  await sql`create table ${partition} (like ${parent} including all)`.execute(tx);
  await sql`alter table ${parent} attach partition ${partition} default`.execute(tx);
  return `${table}_default`;
}
