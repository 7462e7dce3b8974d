import { credentialHeaders } from './credential.ts';
import { keepStream, type StreamMessage, type StreamState } from './event-stream.ts';
import type { Address, FromWorker, ToWorker } from './live-messages.ts';

/** How often a tab tells the shared worker that it is still there, in milliseconds. */
const STILL_HERE = 20_000;

/** A tab's ear on the hub. */
export interface Live {
  /** Tries now: somebody signed in, the network is back, the tab is looked at. */
  readonly nudge: () => void;
  readonly close: () => void;
}

interface Listener {
  /** All messages that came since the last frame, in order. */
  readonly onMessages: (messages: readonly StreamMessage[]) => void;
  readonly onState: (state: StreamState) => void;
}

/** Listens to the hub's events with this tab's credential. */
export function listenLive(tenant: string, { onMessages, onState }: Listener): Live {
  const url = new URL('/api/v1/events/stream', location.origin).href;
  const headers = credentialHeaders();
  const batch = batched(onMessages);
  const key = `${tenant}\n${JSON.stringify(headers)}`;
  const live =
    listenShared({ key, url, headers }, { onMessage: batch, onState }) ??
    keepStream({ url, headers, onMessage: batch, onState });
  const nudge = () => {
    if (document.visibilityState === 'visible') live.nudge();
  };
  addEventListener('online', nudge);
  document.addEventListener('visibilitychange', nudge);
  return {
    nudge: live.nudge,
    close: () => {
      removeEventListener('online', nudge);
      document.removeEventListener('visibilitychange', nudge);
      live.close();
    },
  };
}

interface Ear {
  readonly onMessage: (message: StreamMessage) => void;
  readonly onState: (state: StreamState) => void;
}

/** Through the worker that all tabs share; null where there is none. */
function listenShared(address: Address, { onMessage, onState }: Ear): Live | null {
  if (typeof SharedWorker === 'undefined') return null;
  let worker: SharedWorker;
  try {
    worker = new SharedWorker(new URL('./live-worker.ts', import.meta.url), {
      type: 'module',
      name: 'tocsin-live',
    });
  } catch {
    return null;
  }
  const { port } = worker;
  const say = (message: ToWorker) => port.postMessage(message);
  port.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === 'state') onState(data.state);
    else onMessage({ event: data.event, data: data.data });
  };
  const here = () => say({ type: 'listen', ...address });
  here();
  const timer = setInterval(here, STILL_HERE);
  const leave = () => say({ type: 'leave' });
  addEventListener('pagehide', leave);
  addEventListener('pageshow', here);
  return {
    nudge: () => say({ type: 'nudge', ...address }),
    close: () => {
      clearInterval(timer);
      removeEventListener('pagehide', leave);
      removeEventListener('pageshow', here);
      leave();
      port.close();
    },
  };
}

/** Hands on once a frame; a hidden tab has no frames, but a timer. */
function batched(take: Listener['onMessages']): (message: StreamMessage) => void {
  let waiting: StreamMessage[] = [];
  const flush = () => {
    const messages = waiting;
    waiting = [];
    if (messages.length > 0) take(messages);
  };
  return (message) => {
    if (waiting.push(message) > 1) return;
    if (document.visibilityState === 'visible') requestAnimationFrame(flush);
    else setTimeout(flush, 100);
  };
}
