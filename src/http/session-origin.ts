import type { FastifyRequest } from 'fastify';
import { Problem } from '../kernel/errors.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

type Evidence = Pick<FastifyRequest, 'headers' | 'method'>;

/**
 * 403 `csrf` unless a write that a cookie authenticates comes from our own pages. Browsers attach
 * cookies to what other sites send too; scripts cannot forge the headers looked at here, and other
 * sites cannot send JSON or `X-Requested-With` without being asked first, which we never allow.
 */
export function requireOwnPage(request: Evidence, publicUrl: string): void {
  if (READING.has(request.method)) return;
  const site = originOf(request, publicUrl);
  if (site !== 'same') throw csrf(site === 'unknown' ? 'nothing' : site);
  const { headers } = request;
  const isPlain = headers['x-requested-with'] === undefined && !isJson(headers['content-type']);
  if (isPlain) throw csrf('neither Content-Type: application/json nor X-Requested-With');
}

/** 403 `csrf` for a public write that a browser says another site sends. */
export function refuseOtherSites(request: Evidence, publicUrl: string): void {
  if (READING.has(request.method)) return;
  const site = originOf(request, publicUrl);
  if (site !== 'same' && site !== 'unknown') throw csrf(site);
}

/** `same`, `unknown` (no browser), or what the browser said instead. */
function originOf({ headers }: Evidence, publicUrl: string): string {
  const site = headers['sec-fetch-site'];
  // Newer browsers say it themselves, whatever proxies did to the host name.
  if (site !== undefined) return site === 'same-origin' ? 'same' : `Sec-Fetch-Site: ${site}`;
  const { origin, host } = headers;
  if (origin === undefined) return 'unknown';
  if (!URL.canParse(origin)) return `Origin: ${origin}`;
  const its = new URL(origin);
  // A page of another name that points at this hub has no cookie of ours to send.
  const isOurs = its.origin === new URL(publicUrl).origin || its.host === host;
  return isOurs ? 'same' : `Origin: ${origin}`;
}

function isJson(type: string | undefined): boolean {
  return /^application\/json\s*(?:;|$)/i.test(type ?? '');
}

function csrf(received: string) {
  const detail = 'With a session cookie, changes are taken from the hub’s own pages only.';
  const expected = 'a page of this hub, with Content-Type: application/json or X-Requested-With';
  return new Problem(403, 'csrf', detail, {
    errors: [{ pointer: 'Origin', expected, received: received.slice(0, 200) }],
  });
}
