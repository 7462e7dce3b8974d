import { conflict, notFound } from '../kernel/errors.ts';
import { formatOptional } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { audit } from './audit.ts';
import { requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import {
  type IntegrationRow,
  listOwnersWithSecret,
  lockIntegration,
  saveIntegration,
} from './integration-queries.ts';
import type { IntegrationSecretView, RotateIntegrationSecretBody } from './integration-schemas.ts';
import { secretOwnerOf, usesTenantSecret } from './integration-view.ts';
import { replaceSecret } from './secrets.ts';
import type { TenantsContext } from './tenants-context.ts';

/**
 * Gives an integration a new secret (generated unless given); the last one stays valid for the
 * overlap. A first secret makes an optional signature required. 409 `implicit_integration` where
 * the tenant's webhook secret signs: that one is rotated on the tenant.
 */
export function rotateIntegrationSecret(
  context: TenantsContext,
  input: RotateIntegrationSecretBody & { readonly id: string },
): Promise<IntegrationSecretView> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  return changeTenant(context, { route: 'rotate-integration-secret', input }, async (tx) => {
    const row = await lockIntegration(tx, tenantId, input.id);
    if (!row) throw notFound('The integration');
    if (usesTenantSecret(row)) throw tenantSigned();
    const settings = await settingsWithSecret(tx, context, row);
    const { secret, previousExpiresAt } = await replaceSecret(
      tx,
      context,
      secretOwnerOf(row),
      input,
    );
    const previous_expires_at = formatOptional(previousExpiresAt);
    await audit(tx, context, {
      action: 'integration.secret_rotated',
      targetId: row.integration_id,
      before: { settings: row.settings },
      after: { settings, previous_expires_at },
    });
    return { id: row.integration_id, secret, previous_expires_at, settings };
  });
}

/** An integration that gets its first secret requires it from then on. */
async function settingsWithSecret(tx: Db, context: TenantsContext, row: IntegrationRow) {
  const { tenantId } = context.caller;
  const { ownerId } = secretOwnerOf(row);
  const now = new Date(context.clock());
  const signed = await listOwnersWithSecret(tx, tenantId, [ownerId], now);
  const first = signed.size === 0 && row.settings.signature === 'optional';
  const settings = first ? { ...row.settings, signature: 'required' as const } : row.settings;
  const values = { name: row.name, settings, updated_at: now };
  await saveIntegration(tx, tenantId, row.integration_id, values);
  return settings as IntegrationSecretView['settings'];
}

function tenantSigned() {
  return conflict(
    'implicit_integration',
    'The tenant’s webhook secret signs here. Rotate that one: POST /tenant/webhook-secret/rotate.',
  );
}
