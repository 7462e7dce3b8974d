import { conflict } from '../kernel/errors.ts';
import { formatInstant } from '../kernel/time.ts';
import { listSecretNames, putSecret } from '../recipes/secret-queries.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { lockTenant } from '../tenants/queries.ts';
import type { Sealer } from '../tenants/sealing.ts';
import { secretOwner } from './open-secrets.ts';
import type { PutSecretBody, SecretParams, SecretView } from './recipe-secret-schemas.ts';
import { actorRef } from './remediation-view.ts';

/** More are no recipes' secrets. */
const MAX_SECRETS = 100;

/** Stores a secret that recipes may name in headers; 409 `too_many_secrets` beyond a hundred. */
export function putRecipeSecret(
  context: Context & { readonly sealer: Sealer },
  input: SecretParams & PutSecretBody,
): Promise<SecretView> {
  requireScope(context, 'admin');
  const { sealer } = context;
  const { tenantId, actor } = context.caller;
  const { name, value } = input;
  return runVerb(context, { route: 'put-recipe-secret', input, sealer }, async (tx) => {
    await lockTenant(tx, tenantId);
    const known = await listSecretNames(tx, tenantId);
    if (!known.has(name) && known.size >= MAX_SECRETS) {
      throw conflict('too_many_secrets', `A tenant has at most ${MAX_SECRETS} recipe secrets.`);
    }
    const now = context.clock();
    await putSecret(tx, tenantId, {
      name,
      value: sealer.seal(value, secretOwner(tenantId, name)),
      changed_by: JSON.stringify(actor),
      updated_at: new Date(now),
    });
    const action = known.has(name) ? 'recipe_secret.replaced' : 'recipe_secret.created';
    await audit(tx, context, { action, targetId: name });
    return { name, changed_by: actorRef(actor), updated_at: formatInstant(now) };
  });
}
