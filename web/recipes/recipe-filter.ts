import type { RecipeRow } from './recipe-data.ts';

/** Which recipes are shown; empty texts: all. */
export interface RecipeFilter {
  readonly q?: string;
  readonly risk?: RecipeRow['risk'];
  readonly category?: RecipeRow['category'];
}

export const RISKS = ['none', 'low', 'medium', 'high', 'critical'] as const;
const CATEGORIES = ['diagnostic', 'remediation'] as const;

/** Reads the filter out of an address; what it does not know is left out. */
export function readRecipeFilter(search: Readonly<Record<string, unknown>>): RecipeFilter {
  const risk = RISKS.find((one) => one === search.risk);
  const category = CATEGORIES.find((one) => one === search.category);
  return {
    ...(typeof search.q === 'string' && search.q !== '' && { q: search.q }),
    ...(risk && { risk }),
    ...(category && { category }),
  };
}

/** The recipes that a filter lets through, in their order. All words have to be there. */
export function fitting(
  recipes: readonly RecipeRow[],
  { q = '', risk, category }: RecipeFilter,
): readonly RecipeRow[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return recipes.filter((recipe) => {
    const haystack = `${recipe.slug} ${recipe.name} ${recipe.description}`.toLowerCase();
    return (
      (risk === undefined || recipe.risk === risk) &&
      (category === undefined || recipe.category === category) &&
      words.every((word) => haystack.includes(word))
    );
  });
}
