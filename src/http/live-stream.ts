import { positionIn } from '../incidents/live-cursor.ts';
import type { LiveEnd, LiveReady } from '../incidents/live-schemas.ts';
import { watchLive } from '../incidents/live-watch.ts';
import { Problem } from '../kernel/errors.ts';
import { SECOND } from '../kernel/time.ts';
import { createStreamLimits } from './live-limits.ts';
import { createStreamViewer, type StreamViewer } from './live-viewer.ts';
import type { Exchange } from './route.ts';

/** Proxies close what is silent for a minute or less. */
const HEARTBEAT = 15 * SECOND;

/** How often a stream's credential is looked at again. */
const RECHECK = 30 * SECOND;

const HEAD = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-store, no-transform',
  // Proxies of the nginx kind would hold events back.
  'x-accel-buffering': 'no',
};

const limits = createStreamLimits();

/** Answers with the tenant's live events until the viewer goes or its credential does. */
export async function streamEvents(exchange: Exchange): Promise<void> {
  const { context, request, reply } = exchange;
  const { tenantId } = context.caller;
  const release = limits.take(tenantId);
  const { raw } = reply;
  const viewer = createStreamViewer(raw, tenantId);
  const cursor = cursorOf(exchange);
  const position = cursor === null ? null : positionIn(cursor, tenantId);
  try {
    const watching = await watchLive(context, position, viewer);
    const timers = [
      setInterval(() => viewer.tell('heartbeat', '{}'), HEARTBEAT),
      setInterval(() => void recheck(exchange, viewer), RECHECK),
    ];
    const leave = () => {
      for (const timer of timers) clearInterval(timer);
      watching.stop();
      release();
    };
    raw.once('close', leave);
    reply.hijack();
    raw.writeHead(200, { ...headersOf(exchange), ...HEAD });
    // Whoever left meanwhile was not heard leaving.
    if (request.raw.destroyed || raw.destroyed) leave();
    const ready: LiveReady = {
      resumed: watching.resumed,
      heartbeat_seconds: HEARTBEAT / SECOND,
    };
    viewer.at(watching.position, 'ready', ready);
    if (cursor !== null && !watching.resumed) viewer.reset('cursor_too_old', watching.position);
    watching.begin();
  } catch (error) {
    release();
    throw error;
  }
}

/** What EventSource sends by itself when it reconnects wins: it is the later one. */
function cursorOf({ request }: Exchange): string | null {
  const header = request.headers['last-event-id'];
  const { cursor } = request.query as { cursor?: string };
  return typeof header === 'string' && header !== '' ? header : (cursor ?? null);
}

function headersOf({ reply }: Exchange): Record<string, string> {
  const set = Object.entries(reply.getHeaders());
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]));
}

/** Ends the stream once its credential is no longer good for it; a database away proves nothing. */
async function recheck({ authenticate, context, reply }: Exchange, viewer: StreamViewer) {
  try {
    const caller = await authenticate();
    if (caller.tenantId === context.caller.tenantId && caller.scope !== 'ingest') return;
  } catch (error) {
    if (!(error instanceof Problem && [401, 403, 404].includes(error.status))) return;
  }
  const end: LiveEnd = { reason: 'credential' };
  viewer.tell('end', JSON.stringify(end));
  reply.raw.end();
}
