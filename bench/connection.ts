import { connect, type Socket } from 'node:net';
import { createReplyParser, type RawReply } from './reply-parser.ts';

/** One request, kept until it is answered. */
export interface Exchange {
  readonly number: number;
  readonly text: string;
}

/** Where a connection takes its requests from and what it tells about them. */
export interface Exchanges {
  /** The next request; `undefined` ends the connection. */
  readonly next: () => Exchange | undefined;
  /** No more requests: a broken connection is not made again. */
  readonly ended: () => boolean;
  /** True: send the same one again in a moment. */
  readonly answered: (exchange: Exchange, reply: RawReply, milliseconds: number) => boolean;
  /** The connection could not be made or broke; true: send what was in flight again. */
  readonly broken: (exchange: Exchange | undefined) => boolean;
}

const RETRY_AFTER = 100;
const RECONNECT_AFTER = 50;
const READ_BYTES = 64 * 1024;

/** Keeps one keep-alive connection busy, one request in flight; resolves when there is no more. */
export function runConnection(port: number, exchanges: Exchanges): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let socket: Socket;
  let inFlight: Exchange | undefined;
  let again: Exchange | undefined;
  let sentAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let finished = false;

  function send(): void {
    inFlight = again ?? exchanges.next();
    again = undefined;
    if (inFlight) {
      sentAt = performance.now();
      socket.write(inFlight.text, 'latin1');
    } else {
      finish();
    }
  }

  function finish(): void {
    finished = true;
    socket.destroy();
    resolve();
  }

  function receive(reply: RawReply): void {
    if (!inFlight) return;
    const exchange = inFlight;
    inFlight = undefined;
    if (exchanges.answered(exchange, reply, performance.now() - sentAt)) {
      again = exchange;
      timer = setTimeout(send, RETRY_AFTER);
    } else {
      send();
    }
  }

  function closed(): void {
    if (finished) return;
    clearTimeout(timer);
    if (exchanges.broken(inFlight)) again ??= inFlight;
    inFlight = undefined;
    if (exchanges.ended()) finish();
    else timer = setTimeout(open, RECONNECT_AFTER);
  }

  function open(): void {
    const parse = createReplyParser(receive);
    // One buffer for all replies of the connection and no stream between: cheaper.
    const onread = {
      buffer: Buffer.allocUnsafe(READ_BYTES),
      callback: (length: number, buffer: Uint8Array) => {
        parse(Buffer.from(buffer.buffer, buffer.byteOffset, length));
        return true;
      },
    };
    socket = connect({ port, host: '127.0.0.1', noDelay: true, onread }, send);
    // The end of the connection follows, and is what counts.
    socket.on('error', () => {});
    socket.on('close', closed);
  }

  open();
  return promise;
}
