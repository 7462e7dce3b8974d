import { expect, test } from 'vitest';
import { isMaterial, type Looks, MAX_KINDS } from './is-material.ts';

const before: Looks = { severity: 'high', kinds: ['Disk full', 'Node # down'] };

test.each<[string, Partial<Looks>, boolean]>([
  ['the same', {}, false],
  ['worse', { severity: 'critical' }, true],
  ['less bad', { severity: 'low' }, false],
  ['fewer kinds', { kinds: ['Disk full'] }, false],
  ['a new kind', { kinds: ['Disk full', 'Disk slow', 'Node # down'] }, true],
])('%s', (_name, change, material) => {
  expect(isMaterial(before, { ...before, ...change })).toBe(material);
});

test('what was never triaged is always worth it', () => {
  expect(isMaterial({ severity: null, kinds: [] }, { ...before, kinds: [] })).toBe(true);
});

test('after so many kinds further ones say nothing new', () => {
  const kinds = Array.from({ length: MAX_KINDS }, (_, index) => `kind ${index}`);
  const known = { severity: 'high', kinds } as const;
  expect(isMaterial(known, { ...known, kinds: [...kinds.slice(1), 'new'] })).toBe(false);
  expect(isMaterial(known, { severity: 'critical', kinds })).toBe(true);
});
