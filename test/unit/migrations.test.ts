import { expect, test } from 'vitest';
import { readMigrations } from '../../src/store/migration-files.ts';
import { migrationFaults } from '../upgrade/expand-only.ts';

/** The last one of the time before hubs were upgraded one after another. */
const FREE_UNTIL = 8;

test('no migration takes away what the version before needs', async () => {
  const newer = (await readMigrations()).filter(({ version }) => version > FREE_UNTIL);
  expect(newer.length).toBeGreaterThan(0);
  const faults = newer.map(({ name, sql }) => [name, migrationFaults(sql)]);
  expect(Object.fromEntries(faults.filter(([, found]) => found?.length !== 0))).toEqual({});
});

test.each([
  ['drop table slots', 'drops a table'],
  ['alter table alerts drop column title', 'drops a column'],
  ['alter table alerts\n  add column a text,\n  drop title', 'drops a column'],
  ['alter table alerts rename column title to name', 'renames'],
  ['alter table alerts rename to old_alerts', 'renames'],
  ['alter table alerts alter column title type varchar(10)', 'changes the type of a column'],
  ['alter table alerts alter title set data type varchar(10)', 'changes the type of a column'],
  ["alter type mood add value 'sad'", 'changes a type'],
  ['ALTER TABLE alerts ALTER COLUMN title SET NOT NULL', 'makes a column not null'],
  [
    'alter table alerts add column n integer not null',
    'adds a column that is not null and has no default',
  ],
  [
    'alter table alerts add column a integer default 1, add column n text not null',
    'adds a column that is not null and has no default',
  ],
  [
    "-- The hub's comment; and more.\n-- Nobody's.\ncreate unique index i on alerts (tenant_id)",
    'builds an index on a big table without "concurrently"',
  ],
])('"%s" is refused', (sql, rule) => {
  expect(migrationFaults(`select 1;\n${sql};\nselect 2;`)).toMatchObject([{ rule }]);
});

test.each([
  'create table fresh (a text not null); create index i on fresh (a); alter table fresh drop a',
  'alter table alerts add column a text',
  "alter table alerts add column a text not null default 'drop table'",
  'alter table alerts alter column title drop not null',
  'alter table alerts drop constraint alerts_check',
  'create index concurrently i on alerts (tenant_id)',
  'create index i on hubs (tenant_id)',
  '-- Contract: nothing has read it since 0.3.\nalter table alerts drop column title',
])('"%s" is allowed', (sql) => {
  expect(migrationFaults(sql)).toEqual([]);
});
