import { notFound } from '../kernel/errors.ts';
import { formatOptional } from '../kernel/time.ts';
import { audit } from './audit.ts';
import { requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import { lockTenant } from './queries.ts';
import { replaceSecret } from './secrets.ts';
import type { RotateWebhookSecretBody, WebhookSecretView } from './tenant-schemas.ts';
import type { TenantsContext } from './tenants-context.ts';

/** Gives the tenant a new webhook secret; the last one stays valid for the overlap. */
export function rotateWebhookSecret(
  context: TenantsContext,
  input: RotateWebhookSecretBody,
): Promise<WebhookSecretView> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  return changeTenant(context, { route: 'rotate-webhook-secret', input }, async (tx) => {
    if (!(await lockTenant(tx, tenantId))) throw notFound('The tenant');
    const owner = { tenantId, ownerId: tenantId };
    const { secret, previousExpiresAt } = await replaceSecret(tx, context, owner, input);
    const previous_expires_at = formatOptional(previousExpiresAt);
    const action = 'tenant.webhook_secret_rotated';
    await audit(tx, context, { action, targetId: tenantId, after: { previous_expires_at } });
    return { webhook_secret: secret, previous_expires_at };
  });
}
