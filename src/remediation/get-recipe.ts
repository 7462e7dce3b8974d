import { type Context, requireScope } from '../tenants/caller.ts';
import { findRecipe } from './find-recipe.ts';
import {
  type RecipeDetail,
  type RecipeParams,
  type RecipeQuery,
  showRecipe,
} from './recipe-schemas.ts';

/** A recipe with its text, by default in its newest version. */
export async function getRecipe(
  context: Context,
  input: RecipeParams & RecipeQuery,
): Promise<RecipeDetail> {
  requireScope(context, 'viewer');
  return showRecipe(await findRecipe(context.store.db, context.caller.tenantId, input));
}
