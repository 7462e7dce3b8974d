import { expect, test } from 'vitest';
import { auditQuery, readAuditFilter } from './audit-filter.ts';

test('what an address does not say properly is left out', () => {
  const search = { actor: 'usr_1', action: 'DROP', target: '', from: '2026-11-01', to: 'soon' };
  expect(readAuditFilter(search)).toEqual({ actor: 'usr_1', from: '2026-11-01' });
});

test('days are whole ones of the viewer, the last one included', () => {
  const { from, to } = auditQuery({ from: '2026-11-30', to: '2026-11-30' });
  expect(new Date(from ?? '').getTime()).toBe(new Date(2026, 10, 30).getTime());
  expect(new Date(to ?? '').getTime()).toBe(new Date(2026, 11, 1).getTime());
  expect(auditQuery({ action: 'incident' })).toEqual({ action: 'incident' });
});
