import { notFound } from '../kernel/errors.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { changeTenant } from '../tenants/change-tenant.ts';
import { deleteChannel as deleteRow, lockChannel } from './channel-queries.ts';
import { auditedChannel } from './channel-view.ts';
import type { NotifyContext } from './notify-context.ts';

/** Ends a chat channel. What waits for it is not sent any more; its history stays. */
export function deleteChannel(
  context: NotifyContext,
  input: { readonly id: string },
): Promise<void> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  return changeTenant(context, { route: 'delete-chat-channel', input }, async (tx) => {
    const row = await lockChannel(tx, tenantId, input.id);
    if (!row) throw notFound('The chat channel');
    await deleteRow(tx, tenantId, input.id);
    const before = auditedChannel(row, context.sealer);
    await audit(tx, context, { action: 'chat_channel.deleted', targetId: input.id, before });
  });
}
