import { notFound } from '../kernel/errors.ts';
import { findBuiltIn } from '../recipes/built-in.ts';
import {
  type OfferedRecipe,
  type RecipeVersion,
  versionOfBuiltIn,
  versionOfRow,
} from '../recipes/offered-recipes.ts';
import { listDisabledSlugs, listRecipeVersionRows } from '../recipes/recipe-queries.ts';
import type { Db } from '../store/connection.ts';

/** All versions of a recipe, newest first. 404 when the tenant has none of that slug. */
export async function findRecipeVersions(
  db: Db,
  tenantId: string,
  slug: string,
): Promise<readonly RecipeVersion[]> {
  const own = (await listRecipeVersionRows(db, tenantId, slug)).map(versionOfRow);
  if (own.length > 0) return own;
  const shipped = findBuiltIn(slug);
  if (shipped === undefined) throw notFound('The recipe');
  return [versionOfBuiltIn(shipped)];
}

/** A recipe in one version, by default its newest. 404 when there is none. */
export async function findRecipe(
  db: Db,
  tenantId: string,
  { slug, version }: { readonly slug: string; readonly version?: number },
): Promise<OfferedRecipe> {
  const versions = await findRecipeVersions(db, tenantId, slug);
  const found = versions.find(
    ({ document }) => version === undefined || document.version === version,
  );
  if (found === undefined) throw notFound('This version of the recipe');
  const disabled = await listDisabledSlugs(db, tenantId);
  return { ...found, enabled: !disabled.has(slug) };
}
