import { expect, test } from 'vitest';
import { blocksOf, safeHref } from './markdown.tsx';

test('a text falls into paragraphs, lists, quotes and code', () => {
  const text = 'One\ntwo\n\n- a\n- b\n1. c\n> said\n```\n**not bold**\n\n```\n# Head';
  expect(blocksOf(text).map(({ kind, lines }) => [kind, lines])).toEqual([
    ['paragraph', ['One', 'two']],
    ['list', ['a', 'b']],
    ['ordered', ['c']],
    ['quote', ['said']],
    ['code', ['**not bold**', '']],
    ['heading', ['Head']],
  ]);
});

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,x',
  '/relative',
  'vbscript:x',
])('a link never leads to %s', (target) => {
  expect(safeHref(target)).toBeNull();
});

test.each(['https://example.com/a?b=c', 'http://10.0.0.1/', 'mailto:a@example.com'])(
  'a link may lead to %s',
  (target) => {
    expect(safeHref(target)).toBe(target);
  },
);
