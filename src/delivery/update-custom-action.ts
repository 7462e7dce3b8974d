import { notFound } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { changeTenant } from '../tenants/change-tenant.ts';
import { lockTenant } from '../tenants/queries.ts';
import { requirePlaceForAction } from './custom-action-limits.ts';
import type { ActionView, UpdateActionBody } from './custom-action-schemas.ts';
import { showAction } from './custom-action-view.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { PRESETS } from './presets.ts';
import { requireUsable } from './webhook-checks.ts';
import {
  enabledColumns,
  reachColumns,
  startsAfresh,
  withStoredHeaders,
} from './webhook-columns.ts';
import { sealOwnerOf } from './webhook-headers.ts';
import { clearHealth } from './webhook-health-queries.ts';
import { lockWebhook, saveWebhook, type WebhookRow } from './webhook-queries.ts';
import { serviceIdOf } from './webhook-services.ts';
import { auditedWebhook } from './webhook-view.ts';

/**
 * Changes a custom action: what is not given stays, null takes a setting back to its default. 409
 * `too_many_actions` when it moves to a service that has its five.
 */
export function updateCustomAction(
  context: DeliveryContext,
  input: UpdateActionBody & { readonly id: string },
): Promise<ActionView> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const { id, ...asked } = input;
  return changeTenant(context, { route: 'update-custom-action', input }, async (tx) => {
    await lockTenant(tx, tenantId);
    const before = await lockWebhook(tx, tenantId, { kind: 'action', id });
    if (!before) throw notFound('The custom action');
    const after = await save(tx, context, before, withStoredHeaders(context.sealer, before, asked));
    if (startsAfresh(asked)) await clearHealth(tx, tenantId, id);
    await audit(tx, context, {
      action: 'custom_action.updated',
      targetId: id,
      before: auditedWebhook(before, context.sealer),
      after: { ...auditedWebhook(after, context.sealer), changed: Object.keys(asked) },
    });
    return showAction(tx, context, after);
  });
}

async function save(
  tx: Db,
  context: DeliveryContext,
  before: WebhookRow,
  asked: UpdateActionBody,
): Promise<WebhookRow> {
  requireUsable(context, asked);
  const { tenantId } = context.caller;
  const { timeout_ms, enabled } = asked;
  return saveWebhook(tx, tenantId, before.webhook_id, {
    ...reachColumns(context.sealer, sealOwnerOf(before), asked),
    ...(await serviceColumn(tx, before, asked)),
    ...(timeout_ms !== undefined && { timeout_ms: timeout_ms ?? PRESETS.default.timeout_ms }),
    ...enabledColumns(context, before, enabled),
    updated_at: new Date(context.clock()),
  });
}

async function serviceColumn(
  tx: Db,
  { tenant_id: tenantId, webhook_id: id }: WebhookRow,
  { service_id }: UpdateActionBody,
): Promise<Partial<Pick<WebhookRow, 'service_ids'>>> {
  if (service_id === undefined) return {};
  const serviceId = await serviceIdOf(tx, tenantId, service_id);
  await requirePlaceForAction(tx, tenantId, serviceId, id);
  return { service_ids: serviceId === null ? null : [serviceId] };
}
