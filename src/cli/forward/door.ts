import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseStrictJson } from '../../ingress/strict-json.ts';
import { Problem } from '../../kernel/errors.ts';
import { digestsEqual, sha256 } from '../../kernel/hashing.ts';
import type { ForwardSettings } from '../forward-settings.ts';
import { type ForwardRoute, hasOwnId, ROUTES } from './entry.ts';
import type { ForwardLog } from './log.ts';
import type { ForwardMetrics } from './metrics.ts';
import { type Spool, SpoolFull } from './spool.ts';

/** As much as the hub takes (contracts, "Common to all intake"). */
const MAX_BODY_BYTES = 1024 * 1024;

/** Of a body that is too large. */
const MOST_READ = 16 * MAX_BODY_BYTES;

/** Seconds after which a sender may try again when there was no room. */
const FULL_RETRY_AFTER = 30;

export interface DoorDeps {
  readonly settings: Pick<ForwardSettings, 'targets' | 'token'>;
  readonly spool: Spool;
  readonly metrics: ForwardMetrics;
  readonly complaints: () => readonly string[];
  readonly log: ForwardLog;
}

interface Reply {
  readonly status: number;
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers every request; a payload is answered with 2xx when it is on the disk. */
export function createDoor(deps: DoorDeps) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').replace(/\?.*$/, '');
    const route = ROUTES.find((name) => path === `/${name}`);
    let reply: Reply;
    try {
      reply = await (route ? take(deps, route, request) : tell(deps, path, request));
    } catch (error) {
      reply = refusalOf(deps, error);
    }
    if (route) deps.metrics.received(route, reply.status);
    const { status, body, headers = {} } = reply;
    const isText = typeof body === 'string';
    response.writeHead(status, {
      ...(!isText && { 'content-type': 'application/json' }),
      ...headers,
    });
    response.end(isText ? body : `${JSON.stringify(body)}\n`);
  };
}

async function take(deps: DoorDeps, route: ForwardRoute, request: IncomingMessage): Promise<Reply> {
  const { settings, spool } = deps;
  if (request.method !== 'POST') throw notAllowed('POST');
  requireToken(settings.token, request);
  if (!settings.targets.has(route)) {
    throw new Problem(404, 'not_configured', `Nothing is forwarded for /${route} here.`);
  }
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new Problem(415, 'unsupported_encoding', 'Send the body uncompressed.');
  }
  const body = await readBody(request);
  const payload = parseStrictJson(body);
  const id = await spool.add({ route, hasOwnId: hasOwnId(route, payload), body });
  return { status: 200, body: { status: 'ok', id } };
}

async function tell(deps: DoorDeps, path: string, request: IncomingMessage): Promise<Reply> {
  const { metrics, complaints, settings } = deps;
  if (!['/', '/healthz', '/readyz', '/metrics'].includes(path)) {
    throw new Problem(404, 'not_found', `POST to ${ROUTES.map((name) => `/${name}`).join(', ')}.`);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') throw notAllowed('GET');
  if (path === '/healthz') return { status: 200, body: { status: 'ok' } };
  if (path === '/readyz') return readinessOf(complaints());
  requireToken(settings.token, request);
  if (path === '/metrics') {
    return {
      status: 200,
      body: await metrics.text(),
      headers: { 'content-type': metrics.contentType },
    };
  }
  const routes = [...settings.targets.keys()].map((name) => `POST /${name}`);
  const about = ['GET /healthz', 'GET /readyz', 'GET /metrics'];
  return { status: 200, body: { name: 'tocsin forward', routes: [...routes, ...about] } };
}

function readinessOf(complaints: readonly string[]): Reply {
  const ready = complaints.length === 0;
  return { status: ready ? 200 : 503, body: { ready, complaints } };
}

/** Digests of equal length are compared, so that time tells nothing of the token. */
function requireToken(token: string | null, { headers }: IncomingMessage): void {
  if (token === null) return;
  const given = credentialOf(headers.authorization ?? '');
  if (digestsEqual(sha256(given), sha256(token))) return;
  throw new Problem(401, 'unauthenticated', 'Send the forwarder’s token: Authorization: Bearer …');
}

/** The token of `Bearer`, or the password of `Basic`. */
function credentialOf(authorization: string): string {
  const [, scheme = '', value = ''] = /^(bearer|basic) +(\S+)$/i.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  const decoded = Buffer.from(value, 'base64').toString();
  return decoded.slice(decoded.indexOf(':') + 1);
}

/** A sender reads its answer only when it has sent everything, so a body too large is read, too. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      if (size > MOST_READ) break;
    }
  } catch {
    throw new Problem(400, 'body_cut_off', 'The connection ended before the body did.');
  }
  if (size <= MAX_BODY_BYTES) return Buffer.concat(chunks);
  throw new Problem(413, 'body_too_large', `The body is larger than ${MAX_BODY_BYTES} bytes.`);
}

function notAllowed(allow: string): Problem {
  return new Problem(405, 'method_not_allowed', `Use ${allow}.`, { extra: { allow } });
}

function refusalOf({ log }: DoorDeps, error: unknown): Reply {
  const { status, code, message, retryAfter, extra } = problemOf(error);
  if (status >= 500) log.error({ err: error, status }, 'a payload was not accepted');
  const headers = {
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    ...(status === 401 && { 'www-authenticate': 'Bearer, Basic realm="tocsin forward"' }),
    ...(typeof extra.allow === 'string' && { allow: extra.allow }),
  };
  return { status, body: { error: code, detail: message }, headers };
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const details = { retryAfter: FULL_RETRY_AFTER };
  if (error instanceof SpoolFull) {
    return new Problem(507, 'spool_full', `${error.message} Nothing was accepted.`, details);
  }
  const detail = 'The payload could not be stored. Nothing was accepted.';
  return new Problem(503, 'spool_unavailable', detail, details);
}
