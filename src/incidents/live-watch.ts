import { type Context, requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import type { LiveFeed, Watching } from './live-feed.ts';
import type { LiveViewer } from './live-room.ts';

interface LiveContext extends Context {
  readonly live: Pick<LiveFeed, 'watch'>;
}

/** Starts watching the caller's tenant after `cursor`, a position; null: from now on. */
export function watchLive(
  context: LiveContext,
  cursor: number | null,
  viewer: LiveViewer,
): Promise<Watching> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  return readVerb(context, () => context.live.watch(tenantId, cursor, viewer));
}
