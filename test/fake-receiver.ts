import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { promisify } from 'node:util';
import { type CertificateOptions, createCertificate } from './fake-receiver/certificate.ts';

/** One request, its body complete. */
export interface Received {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** The exact bytes. */
  readonly body: Buffer;
  /** Milliseconds since the epoch, when its headers had arrived. */
  readonly receivedAt: number;
  /** Which connection it came on: 1, 2, … */
  readonly connection: number;
}

/** A status, or a status with the rest of an answer. */
export type Reply =
  | number
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string | readonly string[]>>;
      readonly body?: string | Buffer;
    };

/** Decides by the request. Returns nothing when it has answered by itself, or never will. */
export type Behaviour = (
  received: Received,
  response: ServerResponse,
) => Reply | undefined | Promise<Reply | undefined>;

export interface ReceiverOptions {
  /** Loopback address to listen on. Default 127.0.0.1; `::` takes both families. */
  readonly host?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** HTTPS with a self-signed certificate, see `ca`. */
  readonly tls?: boolean | CertificateOptions;
  /** The first answer; 200 without it. */
  readonly answer?: Reply | Behaviour;
}

/** A real HTTP server on loopback that remembers what it was sent. */
export interface FakeReceiver {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** PEM that vouches for its certificate; empty without TLS. */
  readonly ca: string;
  /** All requests so far, in order of arrival. */
  readonly requests: readonly Received[];
  /** Connections that were opened so far. */
  readonly connections: () => number;
  /** Connections that are open now. */
  readonly open: () => Promise<number>;
  /** How it answers from now on. */
  readonly respondWith: (answer: Reply | Behaviour) => void;
  /** The first `count` requests, once they have come; rejects after `timeoutMs` (5,000). */
  readonly waitFor: (count: number, timeoutMs?: number) => Promise<readonly Received[]>;
  /** Cuts every connection. */
  readonly close: () => Promise<void>;
}

/** Starts a receiver; the test closes it. */
export async function startReceiver(options: ReceiverOptions = {}): Promise<FakeReceiver> {
  const { host = '127.0.0.1', port: wanted = 0, tls = false } = options;
  const requests: Received[] = [];
  const numbers = new WeakMap<Socket, number>();
  let opened = 0;
  let answer: Reply | Behaviour = options.answer ?? 200;
  let arrived = Promise.withResolvers<void>();

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const receivedAt = Date.now();
    const body = await bodyOf(request);
    // It hung up before its request was complete.
    if (body === null) return;
    const { method = '', url: path = '', headers } = request;
    const connection = numbers.get(request.socket) ?? 0;
    const received = { method, path, headers, body, receivedAt, connection };
    requests.push(received);
    arrived.resolve();
    arrived = Promise.withResolvers();
    reply(response, typeof answer === 'function' ? await answer(received, response) : answer);
  };

  const certificate = tls === false ? null : createCertificate(tls === true ? {} : tls);
  const server = certificate ? createTlsServer(certificate, serve) : createServer(serve);
  server.on(certificate ? 'secureConnection' : 'connection', (socket: Socket) => {
    opened++;
    numbers.set(socket, opened);
  });
  server.listen(wanted, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `${certificate ? 'https' : 'http'}://${host === '::' ? 'localhost' : host}:${port}`,
    port,
    ca: certificate?.cert ?? '',
    requests,
    connections: () => opened,
    open: () => promisify(server.getConnections.bind(server))(),
    respondWith: (next) => {
      answer = next;
    },
    waitFor: async (count, timeoutMs = 5_000) => {
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(() => {
        late.reject(new Error(`${requests.length} of ${count} requests came in ${timeoutMs} ms.`));
      }, timeoutMs);
      late.promise.catch(() => {});
      try {
        while (requests.length < count) await Promise.race([arrived.promise, late.promise]);
        return requests.slice(0, count);
      } finally {
        clearTimeout(timer);
      }
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    return Buffer.concat(chunks);
  } catch {
    return null;
  }
}

function reply(response: ServerResponse, given: Reply | undefined): void {
  if (given === undefined || response.destroyed) return;
  const { status, headers = {}, body = '' } = typeof given === 'number' ? { status: given } : given;
  response.writeHead(status, headers as Record<string, string | string[]>);
  response.end(body);
}
