import { notFound } from '../kernel/errors.ts';
import { formatOptional } from '../kernel/time.ts';
import { transact } from '../store/transaction.ts';
import { audit } from './audit.ts';
import { type Context, requireScope } from './caller.ts';
import type { Sealer } from './sealing.ts';
import { openSecrets } from './secrets.ts';
import type { WebhookSecretView } from './tenant-schemas.ts';

/** The tenant's webhook secret in the clear, for an admin; every look is audited. */
export function revealWebhookSecret(
  context: Context & { readonly sealer: Sealer },
): Promise<WebhookSecretView> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  return transact(context.store, async (tx) => {
    const secrets = await openSecrets(tx, context, { tenantId, ownerId: tenantId });
    const [current, previous] = secrets;
    if (!current) throw notFound('The webhook secret');
    await audit(tx, context, { action: 'tenant.webhook_secret_revealed', targetId: tenantId });
    return {
      webhook_secret: current.text,
      previous_expires_at: formatOptional(previous?.expiresAt ?? null),
    };
  });
}
