import { expect, test } from 'vitest';
import type { IncidentRow } from '../api/shapes.ts';
import {
  comparator,
  fromQuery,
  type IncidentFilter,
  matches,
  readFilter,
  toQuery,
} from './filter.ts';

const row = (change: Partial<IncidentRow>) =>
  ({
    id: 'inc_1',
    progress: 'triggered',
    severity: 'high',
    title: 'Checkout is slow',
    service: { id: 'svc_1', name: 'checkout' },
    labels: { region: 'eu' },
    snoozed_until: null,
    flagged_for_resolution_at: null,
    created_at: '2026-11-01T00:00:00.000Z',
    updated_at: '2026-11-01T00:00:00.000Z',
    ...change,
  }) as IncidentRow;

const NOW = Date.parse('2026-11-02T00:00:00.000Z');

test.each<[IncidentFilter, boolean]>([
  [{}, true],
  [{ show: 'closed' }, false],
  [{ severity: ['critical'] }, false],
  [{ severity: ['critical', 'high'] }, true],
  [{ service: 'checkout' }, true],
  [{ service: 'svc_2' }, false],
  [{ q: 'CHECK' }, true],
  [{ q: 'redis' }, false],
  [{ label: ['region=eu'] }, true],
  [{ label: ['region=us'] }, false],
  [{ snoozed: true }, false],
  [{ from: '2026-11-01T00:00:00.000Z' }, true],
  [{ to: '2026-11-01T00:00:00.000Z' }, false],
])('the filter %j takes the row: %s', (filter, taken) => {
  expect(matches(row({}), filter, NOW)).toBe(taken);
});

test('a snooze that is over counts no more', () => {
  const snoozed = row({ snoozed_until: '2026-11-01T12:00:00.000Z' });
  expect(matches(snoozed, { snoozed: false }, NOW)).toBe(true);
});

test('what an address says wrongly is left out', () => {
  expect(readFilter({ show: 'x', severity: ['bad', 'low'], q: 3, sort: 'newest' })).toEqual({
    severity: ['low'],
  });
});

test.each<IncidentFilter>([
  {},
  { show: 'all' },
  { show: 'closed', severity: ['critical', 'low'], sort: 'updated' },
  { label: ['a=b=c', 'd=e'], snoozed: false, flagged: true, q: 'disk', service: 'redis' },
])('%j is the same after it was saved', (filter) => {
  const saved = Object.entries(toQuery(filter)).map(([name, value]) => [name, String(value)]);
  expect(fromQuery(Object.fromEntries(saved))).toEqual(filter);
});

test('rows are ordered as the server orders them', () => {
  const rows = [
    row({ id: 'inc_2', severity: 'low', updated_at: '2026-11-03T00:00:00.000Z' }),
    row({ id: 'inc_1', severity: 'critical', updated_at: '2026-11-01T00:00:00.000Z' }),
    row({ id: 'inc_3', severity: 'low', updated_at: '2026-11-02T00:00:00.000Z' }),
  ];
  const ordered = (sort: Parameters<typeof comparator>[0]) =>
    rows.toSorted(comparator(sort)).map(({ id }) => id);
  expect(ordered('newest')).toEqual(['inc_3', 'inc_2', 'inc_1']);
  expect(ordered('oldest')).toEqual(['inc_1', 'inc_2', 'inc_3']);
  expect(ordered('severity')).toEqual(['inc_1', 'inc_3', 'inc_2']);
  expect(ordered('updated')).toEqual(['inc_2', 'inc_3', 'inc_1']);
});
