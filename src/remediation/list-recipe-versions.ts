import { type Context, requireScope } from '../tenants/caller.ts';
import { findRecipeVersions } from './find-recipe.ts';
import { type RecipeParams, type RecipeVersionList, showRecipeVersion } from './recipe-schemas.ts';

/** All versions of a recipe, newest first. */
export async function listRecipeVersions(
  context: Context,
  { slug }: RecipeParams,
): Promise<RecipeVersionList> {
  requireScope(context, 'viewer');
  const versions = await findRecipeVersions(context.store.db, context.caller.tenantId, slug);
  return { data: versions.map(showRecipeVersion) };
}
