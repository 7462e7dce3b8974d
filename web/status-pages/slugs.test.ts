import { expect, test } from 'vitest';
import { slugOf } from './slugs.ts';

test.each([
  ['Acme GmbH & Co', 'acme-gmbh-co'],
  ['  Ärzte  ', 'arzte'],
  ['日本', ''],
  [`${'a'.repeat(39)}-b`, 'a'.repeat(39)],
])('%s is addressed as %s', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});
