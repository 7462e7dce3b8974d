import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY } from '../../../src/kernel/time.ts';
import {
  dropOldPartitions,
  ensurePartitions,
  PARTITIONED_TABLES,
} from '../../../src/store/partitions.ts';
import { createTestDatabase, type TestDatabase } from '../../harness-database.ts';

const NOW = Date.parse('2031-03-01T23:59:59.999Z');

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const query = async (text: string) => (await database.store.pool.query(text)).rows;

/** The partition that holds each outbox row, by the row's incident. */
const placesOfRows = () =>
  query('select incident_id, tableoid::regclass::text as place from outbox order by 1');

function insert(incidentId: string, createdAt: string) {
  return query(`insert into outbox values
    ('ten_a', '${incidentId}', 1, 'evt_1', 'i_new', now(), '{}', '{}', '${createdAt}')`);
}

test('a migrated database takes rows of yesterday, today and a week ahead', async () => {
  expect(await ensurePartitions(database.store, Date.now())).toEqual([]);
  await insert('inc_1', new Date(Date.now() + 7 * DAY).toISOString());
  expect((await placesOfRows())[0]?.place).toMatch(/^outbox_p\d{8}$/);
});

test('days are created per table from yesterday on, by UTC', async () => {
  const created = await ensurePartitions(database.store, NOW, 1);
  const days = ['p20310228', 'p20310301', 'p20310302'];
  expect(created).toEqual(PARTITIONED_TABLES.flatMap((table) => days.map((d) => `${table}_${d}`)));
  expect(await ensurePartitions(database.store, NOW, 1)).toEqual([]);
  await insert('inc_1', '2031-02-28T00:00:00Z');
  await insert('inc_2', '2031-02-28T23:59:59.999999Z');
  await insert('inc_3', '2031-03-01T00:00:00Z');
  expect((await placesOfRows()).map((row) => row.place)).toEqual([
    'outbox_p20310228',
    'outbox_p20310228',
    'outbox_p20310301',
  ]);
});

test('a partition has the keys, checks and indexes of its table', async () => {
  await ensurePartitions(database.store, NOW, 0);
  const rows = await query(`
    select conname from pg_constraint
    where conrelid = 'receipts_p20310301'::regclass and contype in ('p', 'c') order by 1`);
  expect(rows.map((row) => row.conname)).toEqual([
    'receipts_outcome_check',
    'receipts_p20310301_pkey',
  ]);
});

test('a row of a day without partition is kept, and moves when the day gets one', async () => {
  await insert('inc_1', '2031-03-01T12:00:00Z');
  await insert('inc_2', '2031-04-01T12:00:00Z');
  expect(await placesOfRows()).toEqual([
    { incident_id: 'inc_1', place: 'outbox_default' },
    { incident_id: 'inc_2', place: 'outbox_default' },
  ]);
  await ensurePartitions(database.store, NOW, 1);
  expect(await placesOfRows()).toEqual([
    { incident_id: 'inc_1', place: 'outbox_p20310301' },
    { incident_id: 'inc_2', place: 'outbox_default' },
  ]);
});

test('two replicas at once create each partition once, while rows are written', async () => {
  let writing = true;
  const writer = (async () => {
    for (let n = 0; writing; n++) await insert(`inc_${n}`, '2031-03-01T12:00:00Z');
  })();
  const [a, b] = await Promise.all([
    ensurePartitions(database.store, NOW, 3),
    ensurePartitions(database.store, NOW, 3),
  ]);
  writing = false;
  await writer;
  const created = [...a, ...b];
  // The day before, today and three more.
  const expected = 5 * PARTITIONED_TABLES.length;
  expect(created).toHaveLength(expected);
  expect(new Set(created).size).toBe(expected);
  expect(await query('select 1 from outbox_default')).toEqual([]);
});

test('days wholly older than the limit are dropped, the default partition never', async () => {
  await ensurePartitions(database.store, NOW, 0);
  await ensurePartitions(database.store, NOW - 3 * DAY, 0);
  const dropped = await dropOldPartitions(database.store, 'outbox', 1, NOW);
  expect(dropped.filter((name) => name.includes('2031'))).toEqual([
    'outbox_p20310225',
    'outbox_p20310226',
  ]);
  // 28 February ended less than a day ago.
  await insert('inc_1', '2031-02-28T12:00:00Z');
  expect((await placesOfRows())[0]?.place).toBe('outbox_p20310228');
  expect(await dropOldPartitions(database.store, 'outbox', 1, NOW)).toEqual([]);
  expect(await query(`select to_regclass('outbox_default') is not null as kept`)).toEqual([
    { kept: true },
  ]);
  const other = await query(`select to_regclass('receipts_p20310225') is not null as kept`);
  expect(other).toEqual([{ kept: true }]);
});
