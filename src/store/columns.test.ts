import { expect, test } from 'vitest';
import { type Column, fromRow, propertyOf, toRow } from './columns.ts';

const COLUMNS: readonly Column[] = [
  ['tenant_id', 'text'],
  ['last_seen_at', 'timestamptz'],
  ['labels', 'json'],
  ['responders', 'jsonb'],
  ['overrides', 'text[]'],
  ['event_count', 'int8'],
];

const STATE = {
  tenantId: 'ten_acme',
  lastSeenAt: 1_700_000_000_123,
  labels: '{"b":"1","a":"2"}',
  responders: [{ id: 'usr_1' }],
  overrides: ['title'],
  eventCount: 7,
};

test('a column is the property of the same name in camelCase', () => {
  expect(['tenant_id', 'title', 'close_after_minutes'].map(propertyOf)).toEqual([
    'tenantId',
    'title',
    'closeAfterMinutes',
  ]);
});

test('a state becomes a row: instants as dates, jsonb as text, json as the text it is', () => {
  expect(toRow(COLUMNS, STATE)).toEqual({
    tenant_id: 'ten_acme',
    last_seen_at: new Date(1_700_000_000_123),
    labels: '{"b":"1","a":"2"}',
    responders: '[{"id":"usr_1"}]',
    overrides: ['title'],
    event_count: 7,
  });
});

test('a row as the driver reads it becomes the state again', () => {
  const row = {
    ...toRow(COLUMNS, STATE),
    // The driver parses both kinds of JSON.
    labels: { b: '1', a: '2' },
    responders: [{ id: 'usr_1' }],
  };
  expect(fromRow(COLUMNS, row)).toEqual(STATE);
});

test('null stays null in every type', () => {
  const nothing = Object.fromEntries(COLUMNS.map(([name]) => [propertyOf(name), null]));
  const row = toRow(COLUMNS, nothing);
  expect(Object.values(row)).toEqual(COLUMNS.map(() => null));
  expect(fromRow(COLUMNS, row)).toEqual(nothing);
});
