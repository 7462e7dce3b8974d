import { notFound } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import { audit } from './audit.ts';
import { requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import { patched } from './patching.ts';
import { lockTenant, saveTenant } from './queries.ts';
import {
  requireSoundSettings,
  showTenant,
  type TenantView,
  type UpdateTenantBody,
} from './tenant-schemas.ts';
import type { TenantsContext } from './tenants-context.ts';

/**
 * Changes the tenant's name or settings. Settings not given stay; null takes one back to its
 * default. 422 when the storm thresholds do not ascend.
 */
export function updateTenant(
  context: TenantsContext,
  input: UpdateTenantBody,
): Promise<TenantView> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  return changeTenant(context, { route: 'update-tenant', input }, async (tx) => {
    const row = await lockTenant(tx, tenantId);
    if (!row) throw notFound('The tenant');
    const settings = patched(row.settings, input.settings);
    requireSoundSettings(settings);
    const name = input.name === undefined ? row.name : storable(input.name.trim());
    await saveTenant(tx, tenantId, { name, settings });
    await audit(tx, context, {
      action: 'tenant.updated',
      targetId: tenantId,
      before: { name: row.name, settings: row.settings },
      after: { name, settings },
    });
    return showTenant({ ...row, name, settings });
  });
}
