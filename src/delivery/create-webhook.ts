import { conflict } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { changeTenant } from '../tenants/change-tenant.ts';
import { lockTenant } from '../tenants/queries.ts';
import { addSecret } from '../tenants/secrets.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { newWebhookSecret } from './signing.ts';
import { requireUsable } from './webhook-checks.ts';
import {
  enabledColumns,
  eventTypeColumn,
  reachColumns,
  templateColumn,
} from './webhook-columns.ts';
import { sealOwnerOf } from './webhook-headers.ts';
import { countWebhooks, insertWebhook, type WebhookRow } from './webhook-queries.ts';
import type { CreateWebhookBody, NewWebhook } from './webhook-schemas.ts';
import { serviceIdsOf } from './webhook-services.ts';
import { deliveryColumns } from './webhook-settings.ts';
import { auditedWebhook, showWebhook } from './webhook-view.ts';

/** Every event may go to all of them. */
const MOST_WEBHOOKS = 100;

/**
 * Adds an endpoint that is told of events from now on. 422 names what cannot be used; 409
 * `too_many_webhooks`. The secret (generated unless given) is in the reply and nowhere else.
 */
export function createWebhook(
  context: DeliveryContext,
  input: CreateWebhookBody,
): Promise<NewWebhook> {
  requireScope(context, 'admin');
  requireUsable(context, input);
  const { tenantId } = context.caller;
  return changeTenant(context, { route: 'create-outbound-webhook', input }, async (tx) => {
    // One at a time in a tenant, so that the count holds.
    await lockTenant(tx, tenantId);
    if ((await countWebhooks(tx, tenantId, 'webhook')) >= MOST_WEBHOOKS) {
      throw conflict('too_many_webhooks', `A tenant has at most ${MOST_WEBHOOKS} webhooks.`);
    }
    const row = await insert(tx, context, input);
    const owner = sealOwnerOf(row);
    const secret = await addSecret(tx, context, owner, input.secret ?? newWebhookSecret());
    await audit(tx, context, {
      action: 'outbound_webhook.created',
      targetId: row.webhook_id,
      after: auditedWebhook(row, context.sealer),
    });
    return { ...(await showWebhook(tx, context, row)), secret };
  });
}

async function insert(
  tx: Db,
  context: DeliveryContext,
  input: CreateWebhookBody,
): Promise<WebhookRow> {
  const { tenantId } = context.caller;
  const now = new Date(context.clock());
  const id = newId('whk');
  const owner = sealOwnerOf({ tenant_id: tenantId, webhook_id: id });
  const { retry_delays, ...settings } = deliveryColumns(undefined, input);
  return insertWebhook(tx, tenantId, {
    webhook_id: id,
    kind: 'webhook',
    name: input.name,
    url: input.url,
    ...reachColumns(context.sealer, owner, input),
    event_types: eventTypeColumn(input.event_types),
    service_ids: await serviceIdsOf(tx, tenantId, input.services ?? null),
    template: templateColumn(input.template),
    ...settings,
    retry_delays: JSON.stringify(retry_delays),
    ...enabledColumns(context, { enabled: true }, input.enabled),
    created_at: now,
    updated_at: now,
  });
}
