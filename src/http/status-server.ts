import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { unavailable } from '../kernel/errors.ts';
import { SECOND } from '../kernel/time.ts';
import type { StatusPages } from './status-pages.ts';
import { sendFault } from './status-replies.ts';

/** Of a form with a password. */
const MAX_FORM_BYTES = 4 * 1024;

/** A server that shows status pages and nothing else. */
export interface StatusServer {
  readonly port: number;
  /** Lets the port go. */
  readonly close: () => Promise<void>;
}

/**
 * Listens while there is no database: pages, JSON and feeds as they are on disk; everything else is
 * 503 with `Retry-After`, as it is whenever the database does not answer.
 */
export async function listenWithoutDatabase(
  pages: StatusPages,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<StatusServer> {
  const server = createServer({ requestTimeout: 10 * SECOND }, (request, response) => {
    if (pages.answer(request, response)) return;
    respond(pages, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: typeof address === 'object' && address ? address.port : port, close };
}

async function respond(
  pages: StatusPages,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.url === '/readyz/status') return pages.sendReadiness(response);
  if (request.url === '/healthz') return alive(response);
  const ip = request.socket.remoteAddress ?? '';
  const body = request.method === 'POST' ? await readForm(request) : '';
  if (await pages.serve({ request, response, ip, body })) return;
  const detail = 'The hub is starting and waits for its database. Please try again.';
  sendFault(response, unavailable('database_unavailable', detail, 5));
}

function alive(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end('{"status":"ok"}');
}

/** A longer one than any form of ours is not read to its end, and counts as empty. */
async function readForm(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MAX_FORM_BYTES) return '';
  }
  return text;
}
