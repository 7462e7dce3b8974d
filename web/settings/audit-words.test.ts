import { expect, test } from 'vitest';
import { actionWords, changesOf, nameIn } from './audit-words.ts';

test('actions read as words', () => {
  expect(actionWords('routing_rule.created')).toBe('Routing rule created');
  expect(actionWords('api_key.revoked')).toBe('API key revoked');
});

test('only what differs is told, one level deep', () => {
  const before = {
    name: 'Shop',
    settings: { quiet: 10, storms: [20, 100] },
    gone: 'x',
    none: null,
  };
  const after = { name: 'Shop', settings: { quiet: 5, storms: [20, 100] }, made: true };
  expect(changesOf({ before, after })).toEqual([
    { field: 'settings.quiet', before: '10', after: '5' },
    { field: 'gone', before: 'x', after: null },
    { field: 'made', before: null, after: 'true' },
  ]);
});

test('what was made or went is told whole', () => {
  expect(changesOf({ before: null, after: { actions: { severity: 'high' } } })).toEqual([
    { field: 'actions.severity', before: null, after: 'high' },
  ]);
  expect(changesOf({ before: undefined, after: null })).toEqual([]);
});

test('what was changed is called as it is after the change, or was before it', () => {
  expect(nameIn({ before: { name: 'Old' }, after: { name: 'New' } })).toBe('New');
  expect(nameIn({ before: { name: 'Gone' }, after: null })).toBe('Gone');
  expect(nameIn({ before: null, after: { title: 'Checkout errors' } })).toBe('Checkout errors');
  expect(nameIn({ before: [1], after: { name: 7 } })).toBeNull();
});
