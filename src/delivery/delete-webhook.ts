import { notFound } from '../kernel/errors.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { changeTenant } from '../tenants/change-tenant.ts';
import { deleteSecrets } from '../tenants/queries.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { KINDS } from './webhook-kinds.ts';
import { deleteWebhookRows, lockWebhook, type WebhookKey } from './webhook-queries.ts';
import { auditedWebhook } from './webhook-view.ts';

/**
 * Ends a webhook or a custom action: its settings, its secrets and what waits for it. The history
 * of what was sent stays.
 */
export function deleteWebhook(context: DeliveryContext, input: WebhookKey): Promise<void> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const { what, noun } = KINDS[input.kind];
  return changeTenant(context, { route: `delete-${noun}`, input }, async (tx) => {
    const row = await lockWebhook(tx, tenantId, input);
    if (!row) throw notFound(what);
    await deleteSecrets(tx, tenantId, input.id);
    await deleteWebhookRows(tx, tenantId, input.id);
    const before = auditedWebhook(row, context.sealer);
    await audit(tx, context, { action: `${noun}.deleted`, targetId: input.id, before });
  });
}
