import { notFound } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { changeTenant } from '../tenants/change-tenant.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { requireUsable } from './webhook-checks.ts';
import {
  enabledColumns,
  eventTypeColumn,
  reachColumns,
  startsAfresh,
  templateColumn,
  withStoredHeaders,
} from './webhook-columns.ts';
import { sealOwnerOf } from './webhook-headers.ts';
import { clearHealth } from './webhook-health-queries.ts';
import { lockWebhook, saveWebhook, type WebhookRow } from './webhook-queries.ts';
import type { UpdateWebhookBody, WebhookView } from './webhook-schemas.ts';
import { serviceIdsOf } from './webhook-services.ts';
import { deliveryColumns } from './webhook-settings.ts';
import { auditedWebhook, showWebhook } from './webhook-view.ts';

/**
 * Changes a webhook: what is not given stays, null takes a setting back to its default, a preset
 * that is named gives what is not. Deliveries that wait are sent with the new settings, their
 * bodies as they are. Enabling it, or changing how it is reached, forgets its failures.
 */
export function updateWebhook(
  context: DeliveryContext,
  input: UpdateWebhookBody & { readonly id: string },
): Promise<WebhookView> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const { id, ...asked } = input;
  return changeTenant(context, { route: 'update-outbound-webhook', input }, async (tx) => {
    const before = await lockWebhook(tx, tenantId, { kind: 'webhook', id });
    if (!before) throw notFound('The webhook');
    const after = await save(tx, context, before, withStoredHeaders(context.sealer, before, asked));
    if (startsAfresh(asked)) await clearHealth(tx, tenantId, id);
    await audit(tx, context, {
      action: 'outbound_webhook.updated',
      targetId: id,
      before: auditedWebhook(before, context.sealer),
      after: { ...auditedWebhook(after, context.sealer), changed: Object.keys(asked) },
    });
    return showWebhook(tx, context, after);
  });
}

async function save(
  tx: Db,
  context: DeliveryContext,
  before: WebhookRow,
  asked: UpdateWebhookBody,
): Promise<WebhookRow> {
  requireUsable(context, asked);
  const { tenantId } = context.caller;
  const { event_types, services, template, enabled } = asked;
  const { retry_delays, ...settings } = deliveryColumns(before, asked);
  return saveWebhook(tx, tenantId, before.webhook_id, {
    ...reachColumns(context.sealer, sealOwnerOf(before), asked),
    ...(event_types !== undefined && { event_types: eventTypeColumn(event_types) }),
    ...(services !== undefined && { service_ids: await serviceIdsOf(tx, tenantId, services) }),
    ...(template !== undefined && { template: templateColumn(template) }),
    ...settings,
    retry_delays: JSON.stringify(retry_delays),
    ...enabledColumns(context, before, enabled),
    updated_at: new Date(context.clock()),
  });
}
