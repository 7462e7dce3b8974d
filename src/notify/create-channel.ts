import { conflict } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { storable } from '../kernel/text.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { changeTenant } from '../tenants/change-tenant.ts';
import { lockTenant } from '../tenants/queries.ts';
import { countChannels, insertChannel } from './channel-queries.ts';
import type { ChannelView, CreateChannelBody } from './channel-schemas.ts';
import { channelServices } from './channel-services.ts';
import { auditedChannel, showChannel } from './channel-view.ts';
import { requireUsableUrl } from './chat-url-checks.ts';
import { ownerOfChannel } from './chat-urls.ts';
import type { NotifyContext } from './notify-context.ts';
import { EVENT_KINDS } from './rules/kinds.ts';

/** Every event may go to all of them. */
const MOST_CHANNELS = 100;

/**
 * Adds a chat channel that is told of incidents from now on. 422 for a URL that can never be called
 * and for services that do not exist; 409 `too_many_chat_channels`.
 */
export function createChannel(
  context: NotifyContext,
  input: CreateChannelBody,
): Promise<ChannelView> {
  requireScope(context, 'admin');
  requireUsableUrl(context, input.url, '/url');
  const { tenantId } = context.caller;
  return changeTenant(context, { route: 'create-chat-channel', input }, async (tx) => {
    // One at a time in a tenant, so that the count holds.
    await lockTenant(tx, tenantId);
    if ((await countChannels(tx, tenantId)) >= MOST_CHANNELS) {
      const detail = `A tenant has at most ${MOST_CHANNELS} chat channels.`;
      throw conflict('too_many_chat_channels', detail);
    }
    const id = newId('chn');
    const now = new Date(context.clock());
    const row = await insertChannel(tx, tenantId, {
      channel_id: id,
      name: storable(input.name.trim()),
      url: context.sealer.seal(storable(input.url), ownerOfChannel(tenantId, id)),
      service_ids: await channelServices(tx, tenantId, input.services ?? []),
      events: [...new Set(input.events ?? EVENT_KINDS)],
      min_severity: input.min_severity ?? 'info',
      created_at: now,
      updated_at: now,
    });
    const after = auditedChannel(row, context.sealer);
    await audit(tx, context, { action: 'chat_channel.created', targetId: id, after });
    return showChannel(tx, context.sealer, row);
  });
}
