import { notFound } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import { audit } from './audit.ts';
import { requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import { lockIntegration, saveIntegration } from './integration-queries.ts';
import type { IntegrationView, UpdateIntegrationBody } from './integration-schemas.ts';
import { readSecretStates, showIntegration } from './integration-view.ts';
import { patched } from './patching.ts';
import type { IntegrationsContext } from './tenants-context.ts';
import { provesItself, requireSoundSettings, requireUsableSignature } from './usable-signature.ts';

/**
 * Changes an integration's name or settings. Settings not given stay; null takes one back to its
 * default. 422 when nothing could get in any more.
 */
export function updateIntegration(
  context: IntegrationsContext,
  input: UpdateIntegrationBody & { readonly id: string },
): Promise<IntegrationView> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  return changeTenant(context, { route: 'update-integration', input }, async (tx) => {
    const row = await lockIntegration(tx, tenantId, input.id);
    if (!row) throw notFound('The integration');
    const updated_at = new Date(context.clock());
    const secrets = (await readSecretStates(tx, tenantId, [row], updated_at))(row);
    const settings = patched(row.settings, input.settings);
    const format = context.formats.find(({ name: known }) => known === row.format);
    const signs = secrets.active || provesItself(format?.auth);
    if (input.settings) requireUsableSignature(settings, signs);
    if (input.settings?.mapping) requireSoundSettings(format, settings);
    const name = input.name === undefined ? row.name : storable(input.name.trim());
    const values = { name, settings, updated_at };
    await saveIntegration(tx, tenantId, row.integration_id, values);
    await audit(tx, context, {
      action: 'integration.updated',
      targetId: row.integration_id,
      before: { name: row.name, settings: row.settings },
      after: { name, settings },
    });
    return showIntegration({ ...row, ...values }, context.publicUrl, secrets);
  });
}
