import { describe, expect, test } from 'vitest';
import { bulkInsert, bulkQuery, columnsInsert, rowReader, setExcluded } from './bulk.ts';
import type { Column } from './columns.ts';

const COLUMNS: readonly Column[] = [
  ['tenant_id', 'text'],
  ['thing_id', 'text'],
  ['seen_at', 'timestamptz'],
];
const TYPES = new Map([['things', { oid: 4711, columns: [25, 25, 1184] }]]);
const ROW = { tenantId: 'ten_a', thingId: 'thi_1', seenAt: 0 };

const inserts = bulkInsert('new_things', 'things', COLUMNS);
const counts = columnsInsert('counts', 'counts', COLUMNS.slice(0, 2), {
  constants: { seen_at: 'now()' },
  onConflict: '(tenant_id, thing_id) do nothing',
});

const squeezed = (text: string | undefined) => text?.replace(/\s+/g, ' ');

describe('a batch of writes', () => {
  test('is one statement whose parameters are numbered through', () => {
    const { text, values } = bulkQuery(
      [
        [counts, [ROW]],
        [inserts, [ROW, ROW]],
      ],
      TYPES,
    );
    expect(squeezed(text)).toBe(
      'with counts as (insert into counts as t (tenant_id, thing_id, seen_at) ' +
        'select u.tenant_id, u.thing_id, now() from unnest($1::text[], $2::text[]) ' +
        'as u(tenant_id, thing_id) on conflict (tenant_id, thing_id) do nothing), ' +
        'new_things as (insert into things as t (tenant_id, thing_id, seen_at) ' +
        'select u.tenant_id, u.thing_id, u.seen_at from unnest($3::things[]) as u) ' +
        'select 1',
    );
    expect(values).toHaveLength(3);
    expect(values?.[2]?.readInt32BE(8)).toBe(4711);
  });

  test('leaves out what has no rows, and has a name of its own for each set of kinds', () => {
    const both = bulkQuery(
      [
        [counts, [ROW]],
        [inserts, [ROW]],
      ],
      TYPES,
    );
    const one = bulkQuery(
      [
        [counts, []],
        [inserts, [ROW]],
      ],
      TYPES,
    );
    expect(one.text).not.toContain('counts');
    expect(one.name).not.toBe(both.name);
    expect(one.name).toBe(bulkQuery([[inserts, [ROW, ROW]]], TYPES).name);
    expect(one.name?.length).toBeLessThan(64);
  });

  test('without any row still is a statement', () => {
    expect(bulkQuery([[inserts, []]], TYPES)).toMatchObject({ text: 'select 1', values: [] });
    expect(bulkQuery([], TYPES).text).toBe('select 1');
  });
});

test('a conflict sets every column but the key', () => {
  expect(setExcluded(COLUMNS, ['tenant_id', 'thing_id'])).toBe('seen_at = excluded.seen_at');
});

describe('a row read as text', () => {
  const read = rowReader<Record<string, unknown>>([
    ['a_text', 'text'],
    ['count', 'int4'],
    ['big', 'int8'],
    ['at', 'timestamptz'],
    ['as_sent', 'json'],
    ['parsed', 'jsonb'],
    ['names', 'text[]'],
  ]);

  test('becomes the state it was', () => {
    const row = ['x', '-5', '9007199254740991', '2026-11-21 03:50:10.123+00', '{"b": 1}', '[1]'];
    expect(read([...row, '{title,rootCause}'])).toEqual({
      aText: 'x',
      count: -5,
      big: Number.MAX_SAFE_INTEGER,
      at: Date.UTC(2026, 10, 21, 3, 50, 10, 123),
      asSent: '{"b": 1}',
      parsed: [1],
      names: ['title', 'rootCause'],
    });
  });

  test.each([
    ['2026-11-21 03:50:10+00', '2026-11-21T03:50:10.000Z'],
    ['2026-01-01 00:00:00.1+00', '2026-01-01T00:00:00.100Z'],
    ['1970-01-01 00:00:00.001+00', '1970-01-01T00:00:00.001Z'],
    ['2024-02-29 23:59:59.999+00', '2024-02-29T23:59:59.999Z'],
    ['2026-11-21 03:50:59.999999+00', '2026-11-21T03:51:00.000Z'],
  ])('has the instant %s', (text, instant) => {
    const row = [null, null, null, text, null, null, '{}'];
    expect(read(row)).toMatchObject({ at: Date.parse(instant), aText: null, names: [] });
  });
});
