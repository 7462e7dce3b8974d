import { findBuiltIn } from '../../recipes/built-in.ts';
import { type Kind, plain } from './kind.ts';

export const recipes: Kind = {
  name: 'recipes',
  noun: 'recipe',
  path: '/recipes',
  rules: { merged: [], fixed: [] },
  secrets: [],
  files: ['text'],
  versioned: 'text',
  needed: { field: 'text', comesWith: (slug) => findBuiltIn(slug) !== undefined },
  isPartial: ({ built_in }) => built_in !== true,
  isUntouched: ({ built_in, enabled }) => built_in === true && enabled === true,
  nameField: 'slug',
  keyOf: ({ slug }) => String(slug),
  labelOf: ({ slug }) => String(slug),
  idOf: ({ slug }) => String(slug),
  // The text of the starter set is the hub's own.
  shown: ({ slug, built_in, text, enabled }) => ({
    slug,
    ...(built_in !== true && { text }),
    enabled,
  }),
  set: () => [],
  kept: ({ built_in }) => built_in === true,
  given: (entry) => plain(entry),
  references: () => [],
  body: ({ slug: _, ...fields }) => fields,
  defaults: { enabled: true },
};
