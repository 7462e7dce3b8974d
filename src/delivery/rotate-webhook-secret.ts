import { notFound } from '../kernel/errors.ts';
import { formatOptional } from '../kernel/time.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { changeTenant } from '../tenants/change-tenant.ts';
import { replaceSecret } from '../tenants/secrets.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { newWebhookSecret } from './signing.ts';
import { requireUsable } from './webhook-checks.ts';
import { sealOwnerOf } from './webhook-headers.ts';
import { KINDS } from './webhook-kinds.ts';
import { lockWebhook, saveWebhook, type WebhookKey } from './webhook-queries.ts';
import type { RotateSecretBody, SecretView } from './webhook-schemas.ts';

/**
 * Gives a webhook or a custom action a new secret (generated unless given). For the overlap
 * (default a day) requests are signed with both, so that the receiver may change in its own time.
 */
export function rotateWebhookSecret(
  context: DeliveryContext,
  input: RotateSecretBody & WebhookKey,
): Promise<SecretView> {
  requireScope(context, 'admin');
  requireUsable(context, { secret: input.secret });
  const { tenantId } = context.caller;
  const { kind, id } = input;
  const { what, noun } = KINDS[kind];
  return changeTenant(context, { route: `rotate-${noun}-secret`, input }, async (tx) => {
    const row = await lockWebhook(tx, tenantId, { kind, id });
    if (!row) throw notFound(what);
    const { secret, previousExpiresAt } = await replaceSecret(tx, context, sealOwnerOf(row), {
      ...input,
      secret: input.secret ?? newWebhookSecret(),
    });
    await saveWebhook(tx, tenantId, id, { updated_at: new Date(context.clock()) });
    const previous_expires_at = formatOptional(previousExpiresAt);
    await audit(tx, context, {
      action: `${noun}.secret_rotated`,
      targetId: id,
      after: { previous_expires_at },
    });
    return { id, secret, previous_expires_at };
  });
}
