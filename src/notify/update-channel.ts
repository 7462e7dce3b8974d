import { notFound } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { changeTenant } from '../tenants/change-tenant.ts';
import { type ChannelRow, lockChannel, saveChannel } from './channel-queries.ts';
import type { ChannelView, UpdateChannelBody } from './channel-schemas.ts';
import { channelServices } from './channel-services.ts';
import { auditedChannel, showChannel } from './channel-view.ts';
import { requireUsableUrl } from './chat-url-checks.ts';
import { ownerOfChannel } from './chat-urls.ts';
import type { NotifyContext } from './notify-context.ts';

/** Changes a chat channel; what is not given stays. What waits is sent to the new URL. */
export function updateChannel(
  context: NotifyContext,
  input: UpdateChannelBody & { readonly id: string },
): Promise<ChannelView> {
  requireScope(context, 'admin');
  requireUsableUrl(context, input.url, '/url');
  const { tenantId } = context.caller;
  return changeTenant(context, { route: 'update-chat-channel', input }, async (tx) => {
    const before = await lockChannel(tx, tenantId, input.id);
    if (!before) throw notFound('The chat channel');
    const after = await changed(tx, context, before, input);
    await saveChannel(tx, tenantId, after);
    await audit(tx, context, {
      action: 'chat_channel.updated',
      targetId: input.id,
      before: auditedChannel(before, context.sealer),
      // Another path of the same host shows in no other way.
      after: { ...auditedChannel(after, context.sealer), url_changed: input.url !== undefined },
    });
    return showChannel(tx, context.sealer, after);
  });
}

async function changed(
  tx: Db,
  { sealer, clock }: NotifyContext,
  row: ChannelRow,
  { name, url, services, events, min_severity }: UpdateChannelBody,
): Promise<ChannelRow> {
  const { tenant_id: tenantId, channel_id } = row;
  return {
    ...row,
    ...(name !== undefined && { name: storable(name.trim()) }),
    ...(url !== undefined && {
      url: sealer.seal(storable(url), ownerOfChannel(tenantId, channel_id)),
    }),
    ...(services !== undefined && { service_ids: await channelServices(tx, tenantId, services) }),
    ...(events !== undefined && { events: [...new Set(events)] }),
    ...(min_severity !== undefined && { min_severity }),
    updated_at: new Date(clock()),
  };
}
