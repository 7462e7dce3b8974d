import { expect, test } from 'vitest';
import { defaultIn, draftOf, nameFrom, optionsIn } from './field-values.ts';

const draft = draftOf(null);

test('names are made of labels as the hub takes them', () => {
  expect(nameFrom('Customer tier')).toBe('customer_tier');
  expect(nameFrom('  Größe (geschätzt)! ')).toBe('gro_e_geschatzt');
  expect(nameFrom('2nd team')).toBe('_2nd_team');
  expect(nameFrom('影響')).toBe('');
});

test('options are lines, and a default is one of them', () => {
  expect(optionsIn('gold\n\n silver \n')).toEqual(['gold', 'silver']);
  const list = { ...draft, kind: 'single_select', options: 'gold\nsilver' } as const;
  expect(defaultIn({ ...list, text: 'silver' })).toBe('silver');
  expect(defaultIn({ ...list, text: 'bronze' })).toBeNull();
  const some = { ...list, kind: 'multi_select', chosen: ['silver', 'bronze'] } as const;
  expect(defaultIn(some)).toEqual(['silver']);
});

test('nothing is no default', () => {
  expect(defaultIn({ ...draft, text: '  ' })).toBeNull();
  expect(defaultIn({ ...draft, kind: 'checkbox' })).toBeNull();
  expect(defaultIn({ ...draft, kind: 'checkbox', checked: true })).toBe(true);
});
