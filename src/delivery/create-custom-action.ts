import { newId } from '../kernel/ids.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { changeTenant } from '../tenants/change-tenant.ts';
import { lockTenant } from '../tenants/queries.ts';
import { addSecret } from '../tenants/secrets.ts';
import { requirePlaceForAction } from './custom-action-limits.ts';
import type { CreateActionBody, NewAction } from './custom-action-schemas.ts';
import { showAction } from './custom-action-view.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { PRESETS } from './presets.ts';
import { newWebhookSecret } from './signing.ts';
import { requireUsable } from './webhook-checks.ts';
import { enabledColumns, reachColumns } from './webhook-columns.ts';
import { sealOwnerOf } from './webhook-headers.ts';
import { insertWebhook, type WebhookRow } from './webhook-queries.ts';
import { serviceIdOf } from './webhook-services.ts';
import { auditedWebhook } from './webhook-view.ts';

/**
 * Adds a button to the incidents of a service, or to all. 422 names what cannot be used; 409
 * `too_many_actions`. The secret (generated unless given) is in the reply and nowhere else.
 */
export function createCustomAction(
  context: DeliveryContext,
  input: CreateActionBody,
): Promise<NewAction> {
  requireScope(context, 'admin');
  requireUsable(context, input);
  const { tenantId } = context.caller;
  return changeTenant(context, { route: 'create-custom-action', input }, async (tx) => {
    // One at a time in a tenant, so that the count holds.
    await lockTenant(tx, tenantId);
    const serviceId = await serviceIdOf(tx, tenantId, input.service_id ?? null);
    await requirePlaceForAction(tx, tenantId, serviceId);
    const row = await insert(tx, context, input, serviceId);
    const owner = sealOwnerOf(row);
    const secret = await addSecret(tx, context, owner, input.secret ?? newWebhookSecret());
    await audit(tx, context, {
      action: 'custom_action.created',
      targetId: row.webhook_id,
      after: auditedWebhook(row, context.sealer),
    });
    return { ...(await showAction(tx, context, row)), secret };
  });
}

/** Once or not at all: a person sees what came of it and decides. */
function insert(
  tx: Db,
  context: DeliveryContext,
  input: CreateActionBody,
  serviceId: string | null,
): Promise<WebhookRow> {
  const { tenantId } = context.caller;
  const now = new Date(context.clock());
  const id = newId('act');
  const owner = sealOwnerOf({ tenant_id: tenantId, webhook_id: id });
  const { timeout_ms, max_in_flight } = PRESETS.default;
  return insertWebhook(tx, tenantId, {
    webhook_id: id,
    kind: 'action',
    name: input.name,
    url: input.url,
    ...reachColumns(context.sealer, owner, input),
    event_types: ['i_custom'],
    service_ids: serviceId === null ? null : [serviceId],
    timeout_ms: input.timeout_ms ?? timeout_ms,
    max_in_flight,
    ordering: 'none',
    max_attempts: 1,
    retry_delays: '[]',
    ...enabledColumns(context, { enabled: true }, input.enabled),
    created_at: now,
    updated_at: now,
  });
}
