import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { encodeArray } from '../../../src/store/binary.ts';
import {
  bulkInsert,
  bulkQuery,
  columnsInsert,
  keyedQuery,
  rowReader,
  rowTypesOf,
  setExcluded,
} from '../../../src/store/bulk.ts';
import type { Column } from '../../../src/store/columns.ts';
import { createTestDatabase, type TestDatabase } from '../../harness-database.ts';

const COLUMNS: readonly Column[] = [
  ['tenant_id', 'text'],
  ['thing_id', 'text'],
  ['count', 'int4'],
  ['big', 'int8'],
  ['seen_at', 'timestamptz'],
  ['as_sent', 'json'],
  ['parsed', 'jsonb'],
  ['names', 'text[]'],
];
const KEY = ['tenant_id', 'thing_id'];

interface Thing {
  readonly tenantId: string;
  readonly thingId: string;
  readonly count: number | null;
  readonly big: number | null;
  readonly seenAt: number | null;
  readonly asSent: string | null;
  readonly parsed: unknown;
  readonly names: readonly string[] | null;
}

const inserts = bulkInsert('new_things', 'things', COLUMNS);
const updates = bulkInsert(
  'things',
  'things',
  COLUMNS,
  `(tenant_id, thing_id) do update set ${setExcluded(COLUMNS, KEY)}`,
);
const counted: readonly Column[] = COLUMNS.slice(0, 3);
const counts = columnsInsert('counts', 'things', counted, {
  constants: { names: "'{}'" },
  onConflict: `(tenant_id, thing_id) do update set count = t.count + excluded.count`,
});
const read = rowReader<Thing>(COLUMNS);

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  client = new pg.Client(database.connection);
  await client.connect();
  await client.query(`set timezone = 'UTC'; set datestyle = iso;
    create table things (tenant_id text, thing_id text, count int4, big int8,
      seen_at timestamptz, as_sent json, parsed jsonb, names text[],
      primary key (tenant_id, thing_id))`);
});
beforeEach(() => client.query('truncate things'));
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

async function write(...writes: Parameters<typeof bulkQuery>[0]): Promise<void> {
  await client.query(bulkQuery(writes, await rowTypesOf(client)));
}

async function stored(): Promise<Thing[]> {
  const text = `select ${COLUMNS.map(([name]) => name).join(', ')} from things
    where tenant_id = any($1) order by thing_id collate "C"`;
  const query = keyedQuery('all_things', text, [encodeArray('text', ['ten_a'])]);
  const { rows } = await client.query<(string | null)[]>(query);
  return rows.map(read);
}

const thing = (given: Partial<Thing> = {}): Thing => ({
  tenantId: 'ten_a',
  thingId: 't1',
  count: 1,
  big: 2,
  seenAt: 1_700_000_000_123,
  asSent: '{"b": 1, "a": 2}',
  parsed: { a: [1, null, 'ü'] },
  names: ['title', 'rootCause'],
  ...given,
});

describe('rows written in bulk', () => {
  test('come back as they were, whatever is in them', async () => {
    // What PostgreSQL can store: no NUL, no lone surrogates (kernel/text.ts).
    const text = fc.string({ unit: 'binary', maxLength: 300 }).map((s) => s.replaceAll('\0', ''));
    const instant = fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) });
    // Without escapes: V8 may take one key for another there (ingress/exact-json.ts).
    const json = fc
      .jsonValue({ noUnicodeString: true })
      .filter((value) => value !== null && !JSON.stringify(value).includes('\\'));
    const things = fc.uniqueArray(
      fc.record({
        tenantId: fc.constant('ten_a'),
        thingId: text,
        count: fc.option(fc.integer()),
        big: fc.option(fc.maxSafeInteger()),
        seenAt: fc.option(instant),
        asSent: fc.option(text.map((value) => JSON.stringify({ value }))),
        parsed: fc.option(json),
        names: fc.option(fc.array(fc.constantFrom('title', 'rootCause', 'severity'))),
      }),
      { selector: ({ thingId }) => thingId, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(things, async (rows) => {
        await client.query('truncate things');
        await write([inserts, rows]);
        const bytes = (row: Thing) => Buffer.from(row.thingId);
        const sorted = [...rows].sort((a, b) => Buffer.compare(bytes(a), bytes(b)));
        const found = await stored();
        expect(found).toEqual(JSON.parse(JSON.stringify(sorted)));
      }),
      { numRuns: 100 },
    );
  });

  test('raise 23505 when they exist and no conflict was expected', async () => {
    await write([inserts, [thing()]]);
    await expect(write([inserts, [thing()]])).rejects.toMatchObject({ code: '23505' });
  });

  test('replace what exists, column by column', async () => {
    await write([inserts, [thing()]]);
    const next = thing({ count: null, names: [], parsed: [] });
    await write([updates, [next]]);
    expect(await stored()).toEqual([next]);
  });

  test('go in one statement with others of the same table', async () => {
    const old = [thing({ thingId: 't1' }), thing({ thingId: 't2' })];
    await write([inserts, old]);
    await write(
      [inserts, [thing({ thingId: 't3' })]],
      [updates, [thing({ thingId: 't1', big: 9 })]],
      [counts, [{ tenantId: 'ten_a', thingId: 't2', count: 5 }]],
    );
    expect((await stored()).map(({ thingId, count, big }) => [thingId, count, big])).toEqual([
      ['t1', 1, 9],
      ['t2', 6, 2],
      ['t3', 1, 2],
    ]);
  });

  test('may be thousands, and none', async () => {
    const many = Array.from({ length: 5_000 }, (_, index) => thing({ thingId: `t${index}` }));
    await write([inserts, many]);
    await write([inserts, []]);
    expect(await stored()).toHaveLength(5_000);
  });
});
