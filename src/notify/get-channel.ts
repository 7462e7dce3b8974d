import { notFound } from '../kernel/errors.ts';
import { requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import { findChannel } from './channel-queries.ts';
import type { ChannelView } from './channel-schemas.ts';
import { showChannel } from './channel-view.ts';
import type { NotifyContext } from './notify-context.ts';

/** One chat channel. For admins. */
export function getChannel(
  context: NotifyContext,
  input: { readonly id: string },
): Promise<ChannelView> {
  requireScope(context, 'admin');
  return readVerb(context, async (db) => {
    const row = await findChannel(db, context.caller.tenantId, input.id);
    if (!row) throw notFound('The chat channel');
    return showChannel(db, context.sealer, row);
  });
}
