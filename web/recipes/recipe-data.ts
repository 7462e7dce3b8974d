import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { paths } from '../api/schema.ts';

type Answer<Operation> = Operation extends {
  responses: { 200: { content: { 'application/json': infer Body } } };
}
  ? Body
  : never;

export type RecipeRow = Answer<paths['/api/v1/recipes']['get']>['data'][number];
export type Recipe = Answer<paths['/api/v1/recipes/{slug}']['get']>;
export type Validation = Answer<paths['/api/v1/recipes/validate']['post']>;

export type RecipeFault = Validation['faults'][number];
export type RecipeMatch = Validation['matches'][number];
export type RecipeDocument = Recipe['document'];
export type RecipeParameter = NonNullable<RecipeDocument['parameters']>[string];

/** First part of the key of everything that shows recipes. */
export const RECIPES = 'recipes';

/** The tenant's own recipes and the starter set. */
export const recipesQuery = queryOptions({
  queryKey: [RECIPES],
  queryFn: async ({ signal }) => unwrap(await api.GET('/api/v1/recipes', { signal })).data,
});

/** A recipe with its text; the newest version unless one is asked for. */
export function recipeQuery(slug: string, version?: number) {
  return queryOptions({
    queryKey: [RECIPES, slug, version ?? 'newest'],
    queryFn: async ({ signal }) => {
      const params = { path: { slug }, ...(version !== undefined && { query: { version } }) };
      return unwrap(await api.GET('/api/v1/recipes/{slug}', { params, signal }));
    },
  });
}

/** All versions of a recipe, newest first. */
export function versionsQuery(slug: string) {
  return queryOptions({
    queryKey: [RECIPES, slug, 'versions'],
    queryFn: async ({ signal }) => {
      const params = { path: { slug } };
      return unwrap(await api.GET('/api/v1/recipes/{slug}/versions', { params, signal })).data;
    },
  });
}

/** Saves a document as the next version; refused when `expected` is not the newest one. */
export async function saveRecipe(text: string, expected: number): Promise<Recipe> {
  const body = { text, expected_version: expected };
  return unwrap(await api.POST('/api/v1/recipes', { body })) as Recipe;
}

/** Switches a recipe on or off. */
export async function switchRecipe(slug: string, enabled: boolean): Promise<void> {
  const params = { path: { slug } };
  unwrap(await api.PATCH('/api/v1/recipes/{slug}', { params, body: { enabled } }));
}
