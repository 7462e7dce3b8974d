import { notFound } from '../kernel/errors.ts';
import { audit } from './audit.ts';
import { requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import { deleteApiKey } from './people-queries.ts';
import { deleteCredentials } from './queries.ts';
import type { TenantsContext } from './tenants-context.ts';

/** Ends an API key: at once in this process, within seconds on other replicas. */
export async function revokeApiKey(
  context: TenantsContext,
  input: { readonly id: string },
): Promise<void> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  await changeTenant(context, { route: 'revoke-api-key', input }, async (tx) => {
    const row = await deleteApiKey(tx, tenantId, input.id);
    if (!row) throw notFound('The API key');
    await deleteCredentials(tx, tenantId, [row.key_id]);
    const { name, scope, hint } = row;
    const before = { name, scope, hint };
    await audit(tx, context, { action: 'api_key.revoked', targetId: row.key_id, before });
  });
}
