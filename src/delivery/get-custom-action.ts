import { notFound } from '../kernel/errors.ts';
import { requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import type { ActionView } from './custom-action-schemas.ts';
import { showAction } from './custom-action-view.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { findWebhook } from './webhook-queries.ts';

/** One custom action. For admins: URLs are secrets as a rule. */
export function getCustomAction(
  context: Pick<DeliveryContext, 'store' | 'clock' | 'caller' | 'sealer'>,
  input: { readonly id: string },
): Promise<ActionView> {
  requireScope(context, 'admin');
  return readVerb(context, async (db) => {
    const key = { kind: 'action', id: input.id } as const;
    const row = await findWebhook(db, context.caller.tenantId, key);
    if (!row) throw notFound('The custom action');
    return showAction(db, context, row);
  });
}
