import { notFound } from '../kernel/errors.ts';
import { deleteSecret } from '../recipes/secret-queries.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import type { SecretParams } from './recipe-secret-schemas.ts';

/** Deletes a secret; steps that name it fail before anything is sent. 404 when there is none. */
export async function deleteRecipeSecret(context: Context, input: SecretParams): Promise<void> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const { name } = input;
  await runVerb(context, { route: 'delete-recipe-secret', input }, async (tx) => {
    if (!(await deleteSecret(tx, tenantId, name))) throw notFound('The secret');
    await audit(tx, context, { action: 'recipe_secret.deleted', targetId: name });
    return null;
  });
}
