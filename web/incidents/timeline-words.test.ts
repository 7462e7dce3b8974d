import { expect, test } from 'vitest';
import type { TimelineEntry } from '../api/shapes.ts';
import { linesOf } from './timeline-words.ts';

const LABELS = new Map([['customers_affected', 'Customers notice it']]);

function changed(detail: Record<string, unknown>): string | undefined {
  const actor = { type: 'person', id: 'mem_1', name: 'Ada' } as const;
  const entry: TimelineEntry = {
    seq: 1,
    at: '2026-11-21T10:00:00.000Z',
    kind: 'field_changed',
    actor,
    detail,
  };
  return linesOf([entry], 'key', LABELS)[0]?.words;
}

test('a custom field is called by its label, and its value is told whatever its kind', () => {
  const of = (to: unknown) => changed({ field_name: 'customers_affected', to });
  expect(of(true)).toBe('changed “Customers notice it” to yes');
  expect(of(false)).toBe('changed “Customers notice it” to no');
  expect(of(['EU', 'UK'])).toBe('changed “Customers notice it” to “EU”, “UK”');
  expect(of('few')).toBe('changed “Customers notice it” to “few”');
  expect(of('x'.repeat(200))).toBe('changed “Customers notice it”');
  expect(of(null)).toBe('cleared “Customers notice it”');
});

test('a field that is gone keeps its name; the hub’s own fields have words', () => {
  expect(changed({ field_name: 'old', to: 'a' })).toBe('changed “old” to “a”');
  expect(changed({ field: 'root_cause', to: '' })).toBe('cleared the root cause');
  expect(changed({ field: 'severity', from: 'low', to: 'high' })).toBe(
    'changed the severity from low to high',
  );
});
