import { listEnabledRecipes, type OfferedRecipe } from '../recipes/offered-recipes.ts';
import type { RecipeDocument } from '../recipes/rules/recipe-schema.ts';
import type { Db } from '../store/connection.ts';

/** The version of a recipe that a tenant offers now. */
export interface CurrentRecipe {
  readonly slug: string;
  readonly version: number;
  /** SHA-256 of its text, hex: what approvals are bound to. */
  readonly digest: string;
  readonly document: RecipeDocument;
}

/** The recipes that are in use in a tenant. */
export async function listCurrentRecipes(
  db: Db,
  tenantId: string,
): Promise<readonly CurrentRecipe[]> {
  return (await listEnabledRecipes(db, tenantId)).map(currentOf);
}

/** The recipe in the version that is in use; undefined when none is. */
export async function findCurrentRecipe(
  db: Db,
  tenantId: string,
  slug: string,
): Promise<CurrentRecipe | undefined> {
  return (await listCurrentRecipes(db, tenantId)).find((recipe) => recipe.slug === slug);
}

function currentOf({ document, digest }: OfferedRecipe): CurrentRecipe {
  return { slug: document.slug, version: document.version, digest, document };
}
