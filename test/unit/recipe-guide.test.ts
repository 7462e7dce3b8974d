import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import { parseRecipe } from '../../src/recipes/recipe-document.ts';
import { runRecipeTests } from '../../src/recipes/rules/run-tests.ts';

const guide = readFileSync(new URL('../../docs/guides/recipes.md', import.meta.url), 'utf8');

describe('docs/guides/recipes.md', () => {
  it('prints a recipe that is sound and passes its tests', () => {
    const [, text = ''] = /```yaml\n(slug: .*?)```/s.exec(guide) ?? [];
    const example = new URL('../../examples/rotate-checkout-logs.yaml', import.meta.url);
    expect(text).toBe(readFileSync(example, 'utf8'));
    const results = runRecipeTests(parseRecipe(text));
    expect(results.length).toBeGreaterThanOrEqual(3);
    for (const result of results) expect(result).toMatchObject({ failures: [] });
  });

  it('names every recipe of the starter set, and how many they are', () => {
    const documents = builtInRecipes().map(({ document }) => document);
    expect(documents.filter(({ slug }) => !guide.includes(`\`${slug}\``))).toEqual([]);
    expect(guide).toContain(`${documents.length} recipes come with the hub`);
  });
});
