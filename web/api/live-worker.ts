import { type KeptStream, keepStream, type StreamState } from './event-stream.ts';
import type { FromWorker, ToWorker } from './live-messages.ts';

/** A tab that has not said for this long that it is there has been closed. */
const GONE = 150_000;

interface Shared {
  readonly stream: KeptStream;
  readonly ports: Map<MessagePort, number>;
  state: StreamState;
}

const streams = new Map<string, Shared>();

/**
 * One connection for all tabs with the same credential: over HTTP/1.1 a browser has six for a hub,
 * and the seventh tab would hang (research, ui §4).
 */
const scope = globalThis as unknown as { onconnect: (event: MessageEvent) => void };
scope.onconnect = ({ ports: [port] }) => {
  if (!port) return;
  port.onmessage = ({ data }: MessageEvent<ToWorker>) => hear(port, data);
};

function hear(port: MessagePort, message: ToWorker): void {
  if (message.type === 'leave') {
    leave(port);
    return;
  }
  const shared = streams.get(message.key) ?? open(message);
  const known = shared.ports.has(port);
  shared.ports.set(port, Date.now());
  if (!known) {
    say(port, { type: 'state', state: shared.state });
    // It missed what came before it listened.
    if (shared.state === 'open') say(port, { type: 'message', event: 'reset', data: '{}' });
  }
  if (message.type === 'nudge') shared.stream.nudge();
}

function open({ key, url, headers }: Exclude<ToWorker, { type: 'leave' }>): Shared {
  const tellAll = (message: FromWorker) => {
    for (const port of streams.get(key)?.ports.keys() ?? []) say(port, message);
  };
  const stream = keepStream({
    url,
    headers,
    onMessage: (message) => tellAll({ type: 'message', ...message }),
    onState: (state) => {
      const shared = streams.get(key);
      if (shared) shared.state = state;
      tellAll({ type: 'state', state });
    },
  });
  const shared: Shared = { stream, ports: new Map(), state: 'connecting' };
  streams.set(key, shared);
  return shared;
}

function leave(port: MessagePort): void {
  for (const { ports } of streams.values()) ports.delete(port);
  closeEmpty();
}

function closeEmpty(): void {
  for (const [key, { ports, stream }] of streams) {
    if (ports.size > 0) continue;
    stream.close();
    streams.delete(key);
  }
}

function say(port: MessagePort, message: FromWorker): void {
  port.postMessage(message);
}

setInterval(() => {
  for (const { ports } of streams.values()) {
    for (const [port, seenAt] of ports) if (Date.now() - seenAt > GONE) ports.delete(port);
  }
  closeEmpty();
}, 30_000);
