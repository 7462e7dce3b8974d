import { notFound } from '../kernel/errors.ts';
import { audit } from './audit.ts';
import { requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import { lockService } from './service-queries.ts';
import type { StatusHookView } from './service-schemas.ts';
import { replaceHookKey, statusHookUrl } from './status-hook.ts';
import type { TenantsContext } from './tenants-context.ts';

/** Gives a service's StatusHub hook a new URL; the one before answers 404 at once. */
export function rotateStatusHook(
  context: TenantsContext & { readonly publicUrl: string },
  input: { readonly id: string },
): Promise<StatusHookView> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  return changeTenant(context, { route: 'rotate-status-hook', input }, async (tx) => {
    const row = await lockService(tx, tenantId, input.id);
    if (!row) throw notFound('The service');
    const key = await replaceHookKey(tx, context.sealer, tenantId, row.service_id);
    await audit(tx, context, { action: 'service.hook_rotated', targetId: row.service_id });
    return { id: row.service_id, statushub_url: statusHookUrl(context.publicUrl, key) };
  });
}
