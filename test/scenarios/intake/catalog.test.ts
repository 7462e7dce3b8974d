import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ALERT_COLUMNS,
  ALERT_OUTBOX_COLUMNS,
  INCIDENT_COLUMNS,
  OUTBOX_COLUMNS,
  SLOT_COLUMNS,
  TIMELINE_COLUMNS,
} from '../../../src/incidents/columns.ts';
import { EVENT_COLUMNS, REQUEST_COLUMNS } from '../../../src/intake/statements.ts';
import type { Column, ColumnType } from '../../../src/store/columns.ts';
import { createTestDatabase, type TestDatabase } from '../../harness-database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

const TYPES: Readonly<Record<string, ColumnType>> = {
  text: 'text',
  integer: 'int4',
  bigint: 'int8',
  'timestamp with time zone': 'timestamptz',
  json: 'json',
  jsonb: 'jsonb',
  ARRAY: 'text[]',
};

// Rows travel as arrays of the table's row type: a column too few, too many or in another place
// would store values in the wrong column.
test.each<[string, readonly Column[]]>([
  ['alerts', ALERT_COLUMNS],
  ['incidents', INCIDENT_COLUMNS],
  ['slots', SLOT_COLUMNS],
  ['timeline_entries', TIMELINE_COLUMNS],
  ['outbox', OUTBOX_COLUMNS],
  ['alert_outbox', ALERT_OUTBOX_COLUMNS],
  ['alert_events', EVENT_COLUMNS],
  ['idempotency_keys', REQUEST_COLUMNS],
])('the columns of %s are those of the table, in its order', async (table, columns) => {
  const { rows } = await database.store.pool.query<{ name: string; type: string }>(
    `select column_name as name, data_type as type from information_schema.columns
     where table_schema = current_schema() and table_name = $1 order by ordinal_position`,
    [table],
  );
  expect(columns).toEqual(rows.map(({ name, type }) => [name, TYPES[type]]));
});
