import { conflict, notFound } from '../kernel/errors.ts';
import { audit } from './audit.ts';
import { requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import { deleteIntegrationRow, lockIntegration } from './integration-queries.ts';
import { deleteCredentials, deleteSecrets } from './queries.ts';
import type { TenantsContext } from './tenants-context.ts';

/** Ends an integration; its alerts stay. 409 `implicit_integration` for one without a key. */
export async function deleteIntegration(
  context: TenantsContext,
  input: { readonly id: string },
): Promise<void> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  await changeTenant(context, { route: 'delete-integration', input }, async (tx) => {
    const row = await lockIntegration(tx, tenantId, input.id);
    if (!row) throw notFound('The integration');
    if (row.url_key === null) {
      throw conflict('implicit_integration', 'This integration belongs to the tenant itself.');
    }
    await deleteCredentials(tx, tenantId, [row.integration_id]);
    await deleteSecrets(tx, tenantId, row.integration_id);
    await deleteIntegrationRow(tx, tenantId, row.integration_id);
    const { format, name, settings } = row;
    await audit(tx, context, {
      action: 'integration.deleted',
      targetId: row.integration_id,
      before: { format, name, settings },
    });
  });
}
