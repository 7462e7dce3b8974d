import { conflict, invalid } from '../kernel/errors.ts';
import { sha256 } from '../kernel/hashing.ts';
import { newId, newNumericId, newToken } from '../kernel/ids.ts';
import { storable } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import type { IntegrationSettings } from '../store/tables.ts';
import { audit } from './audit.ts';
import { requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import { insertIntegration } from './integration-queries.ts';
import type { CreateIntegrationBody, NewIntegration } from './integration-schemas.ts';
import { showIntegration, urlKeyOwner } from './integration-view.ts';
import { insertCredential } from './queries.ts';
import { addSecret } from './secrets.ts';
import { TENANT_SIGNED_FORMATS } from './seed-tenant.ts';
import type { FormatInfo, IntegrationsContext } from './tenants-context.ts';
import { provesItself, requireSoundSettings, requireUsableSignature } from './usable-signature.ts';
import { keyedWebhookUrl } from './webhook-urls.ts';

/**
 * Configures a sender: a URL with a key and, for formats that sign, a secret (generated unless
 * given). A format without a signature of its own gets none and accepts an API key instead; one
 * that the vendor signs with its own key, or that sends the integration's, needs neither.
 * 422 for an unknown format; 409 `implicit_integration` for one that every tenant has already.
 */
export function createIntegration(
  context: IntegrationsContext,
  input: CreateIntegrationBody,
): Promise<NewIntegration> {
  requireScope(context, 'admin');
  const format = requireFormat(context, input.format);
  const wantsSecret = input.secret !== undefined || format.auth === 'hmac';
  const settings: IntegrationSettings = {
    signature: 'required',
    ...(wantsSecret || provesItself(format.auth) ? {} : { accept_api_key: true }),
    ...input.settings,
  };
  requireUsableSignature(settings, wantsSecret || provesItself(format.auth));
  requireSoundSettings(format, settings);
  const request = { route: 'create-integration', input };
  return changeTenant(context, request, async (tx) => {
    const { row, key } = await insertKeyed(tx, context, input, settings);
    const { tenant_id: tenantId, integration_id: ownerId } = row;
    const owner = { tenantId, ownerId };
    const secret = wantsSecret ? await addSecret(tx, context, owner, input.secret) : null;
    await audit(tx, context, {
      action: 'integration.created',
      targetId: row.integration_id,
      after: { format: row.format, name: row.name, settings },
    });
    const view = showIntegration(row, context.publicUrl, {
      active: wantsSecret,
      previousExpiresAt: null,
    });
    return { ...view, key, url: keyedWebhookUrl(context.publicUrl, row.format, key), secret };
  });
}

function requireFormat(context: IntegrationsContext, name: string): FormatInfo {
  if (TENANT_SIGNED_FORMATS.includes(name)) {
    throw conflict('implicit_integration', `Every tenant has its '${name}' integration already.`);
  }
  const format = context.formats.find((one) => one.name === name);
  if (format) return format;
  const names = context.formats.map((one) => one.name);
  const expected = `one of ${names.filter((one) => !TENANT_SIGNED_FORMATS.includes(one)).join(', ')}`;
  throw invalid('The format is not known.', [{ pointer: '/format', expected, received: name }]);
}

async function insertKeyed(
  tx: Db,
  context: IntegrationsContext,
  input: CreateIntegrationBody,
  settings: IntegrationSettings,
) {
  const { tenantId } = context.caller;
  const integrationId = newId('int');
  const key = newToken();
  const now = new Date(context.clock());
  const values = {
    integration_id: integrationId,
    format: input.format,
    name: storable(input.name.trim()),
    url_key: context.sealer.seal(key, urlKeyOwner(tenantId, integrationId)),
    data_source_id: newNumericId(),
    created_at: now,
    updated_at: now,
  };
  await insertIntegration(tx, tenantId, { ...values, settings: JSON.stringify(settings) });
  await insertCredential(tx, tenantId, {
    hash: sha256(key),
    kind: 'integration_key',
    target_id: integrationId,
  });
  return { row: { ...values, tenant_id: tenantId, settings }, key };
}
