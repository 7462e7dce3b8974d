import { disableRecipe, enableRecipe } from '../recipes/recipe-queries.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { lockTenant } from '../tenants/queries.ts';
import { findRecipe } from './find-recipe.ts';
import {
  type RecipeDetail,
  type RecipeParams,
  type SwitchRecipeBody,
  showRecipe,
} from './recipe-schemas.ts';

/** Switches a recipe on or off, one's own or one of the starter set; off it is never proposed. */
export function switchRecipe(
  context: Context,
  input: RecipeParams & SwitchRecipeBody,
): Promise<RecipeDetail> {
  requireScope(context, 'admin');
  const { tenantId, actor } = context.caller;
  const { slug, enabled } = input;
  return runVerb(context, { route: 'switch-recipe', input }, async (tx) => {
    await lockTenant(tx, tenantId);
    const recipe = await findRecipe(tx, tenantId, { slug });
    if (recipe.enabled === enabled) return showRecipe(recipe);
    if (enabled) await enableRecipe(tx, tenantId, slug);
    else await disableRecipe(tx, tenantId, { slug, actor, now: new Date(context.clock()) });
    const action = enabled ? 'recipe.enabled' : 'recipe.disabled';
    await audit(tx, context, { action, targetId: slug });
    return showRecipe({ ...recipe, enabled });
  });
}
