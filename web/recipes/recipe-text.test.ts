import { describe, expect, test } from 'vitest';
import { FIRST_RECIPE, freeSlug, indentAfter, offsetOf, slugIn, withSlug } from './recipe-text.ts';

describe('the slug of a text', () => {
  test.each([
    ['slug: disk-usage\nname: X', 'disk-usage'],
    ["# a comment\nslug: 'quoted'", 'quoted'],
    ['{"slug": "as-json", "name": "x"}', 'as-json'],
    ['{\n  "slug": "deeper"\n}', 'deeper'],
    ['name: slug: none', null],
    ['slug:\nname: x', null],
  ])('%j', (text, slug) => {
    expect(slugIn(text)).toBe(slug);
  });

  test('a copy has another one and is the same otherwise', () => {
    expect(withSlug('slug: a # why\nname: b', 'my-a')).toBe('slug: my-a # why\nname: b');
    expect(withSlug('{"slug": "a"}', 'my-a')).toBe('{"slug": "my-a"}');
    expect(withSlug(FIRST_RECIPE, 'x').split('\n').slice(1)).toEqual(
      FIRST_RECIPE.split('\n').slice(1),
    );
  });

  test('nothing has the slug of a copy yet, and it is not too long', () => {
    expect(freeSlug('disk', new Set())).toBe('my-disk');
    expect(freeSlug('disk', new Set(['my-disk', 'my-disk-2']))).toBe('my-disk-3');
    const long = freeSlug('a'.repeat(63), new Set([`my-${'a'.repeat(56)}`]));
    expect(long).toMatch(/^my-a+-2$/);
    expect(long.length).toBeLessThanOrEqual(63);
  });
});

describe('places in a text', () => {
  test.each([
    [1, 1, 0],
    [2, 3, 6],
    [2, 99, 7],
    [3, 1, 8],
    [99, 1, 8],
  ])('line %d, column %d is at %d', (line, column, offset) => {
    expect(offsetOf('abc\ndef\n', { line, column })).toBe(offset);
  });
});

test.each([
  ['a: 1', ''],
  ['a:\n  b: 1', '  '],
  ['steps:', '  '],
  ['steps:\n  - name: x', '    '],
  ['  instructions: |', '    '],
  ['  - facts:', '      '],
  ['', ''],
])('after %j a line begins with %j', (before, blanks) => {
  expect(indentAfter(before)).toBe(blanks);
});
