import { conflict, notFound } from '../kernel/errors.ts';
import { findBuiltIn } from '../recipes/built-in.ts';
import { enableRecipe, listRecipeVersionRows, markDeleted } from '../recipes/recipe-queries.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { lockTenant } from '../tenants/queries.ts';
import type { RecipeParams } from './recipe-schemas.ts';

/**
 * Deletes one of the tenant's own recipes: it is offered no more. Its versions stay for the runs that
 * name them, and their numbers are not used again. 409 for one of the starter set.
 */
export async function deleteRecipe(context: Context, input: RecipeParams): Promise<void> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const { slug } = input;
  await runVerb(context, { route: 'delete-recipe', input }, async (tx) => {
    await lockTenant(tx, tenantId);
    const [newest] = await listRecipeVersionRows(tx, tenantId, slug);
    if (newest === undefined) throw refusalFor(slug);
    await markDeleted(tx, tenantId, slug, new Date(context.clock()));
    // A recipe that is made anew under this slug begins switched on.
    await enableRecipe(tx, tenantId, slug);
    const before = { version: newest.version, digest: newest.digest };
    await audit(tx, context, { action: 'recipe.deleted', targetId: slug, before });
    return null;
  });
}

function refusalFor(slug: string) {
  if (findBuiltIn(slug) === undefined) return notFound('The recipe');
  return conflict('built_in_recipe', 'A recipe of the starter set cannot be deleted; disable it.');
}
