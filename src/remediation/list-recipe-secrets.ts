import { formatInstant } from '../kernel/time.ts';
import { listSecretRows } from '../recipes/secret-queries.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import type { SecretList } from './recipe-secret-schemas.ts';
import { actorRef } from './remediation-view.ts';

/** Names of the secrets that recipes may use, never their values. */
export async function listRecipeSecrets(context: Context): Promise<SecretList> {
  requireScope(context, 'viewer');
  const rows = await listSecretRows(context.store.db, context.caller.tenantId);
  const data = rows.map(({ name, changed_by, updated_at }) => ({
    name,
    changed_by: actorRef(changed_by),
    updated_at: formatInstant(updated_at.getTime()),
  }));
  return { data };
}
