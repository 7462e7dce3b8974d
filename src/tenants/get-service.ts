import { notFound } from '../kernel/errors.ts';
import { transact } from '../store/transaction.ts';
import { audit } from './audit.ts';
import { type Context, requireScope } from './caller.ts';
import type { Sealer } from './sealing.ts';
import { findService, lockService } from './service-queries.ts';
import { type ServiceView, showService } from './service-schemas.ts';
import { openHookKey, statusHookUrl } from './status-hook.ts';

/** One service. An admin sees the URL of its StatusHub hook, and every such look is audited. */
export function getService(
  context: Context & { readonly sealer: Sealer; readonly publicUrl: string },
  input: { readonly id: string },
): Promise<ServiceView> {
  requireScope(context, 'viewer');
  const { tenantId, scope } = context.caller;
  return transact(context.store, async (tx) => {
    // Locked where a key may have to be made.
    const find = scope === 'admin' ? lockService : findService;
    const row = await find(tx, tenantId, input.id);
    if (!row) throw notFound('The service');
    if (scope !== 'admin') return showService(row);
    const key = await openHookKey(tx, context.sealer, row);
    await audit(tx, context, { action: 'service.hook_revealed', targetId: row.service_id });
    return showService(row, statusHookUrl(context.publicUrl, key));
  });
}
