import { listRecipesOf } from '../recipes/offered-recipes.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { type RecipeList, showRecipeVersion } from './recipe-schemas.ts';

/** The tenant's recipes and the starter set in their newest versions, by slug. */
export async function listRecipes(context: Context): Promise<RecipeList> {
  requireScope(context, 'viewer');
  const recipes = await listRecipesOf(context.store.db, context.caller.tenantId);
  const data = recipes.map((one) => ({ ...showRecipeVersion(one), enabled: one.enabled }));
  return { data };
}
