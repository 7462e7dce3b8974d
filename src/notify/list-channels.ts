import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE, type PageQuery } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import { listChannelRows } from './channel-queries.ts';
import type { ChannelView } from './channel-schemas.ts';
import { showChannels } from './channel-view.ts';
import type { NotifyContext } from './notify-context.ts';

/** The tenant's chat channels, oldest first. For admins. */
export function listChannels(context: NotifyContext, input: PageQuery): Promise<Page<ChannelView>> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const [after] = input.cursor ? decodeCursor(input.cursor, 1) : [''];
  return readVerb(context, async (db) => {
    const rows = await listChannelRows(db, tenantId, String(after), limit + 1);
    const page = pageOf(rows, limit, (row) => [row.channel_id]);
    return { ...page, data: await showChannels(db, tenantId, context.sealer, page.data) };
  });
}
