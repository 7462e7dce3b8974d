import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { notFound, unavailable } from '../kernel/errors.ts';
import { encodedFor, readAssets } from './dashboard-assets.ts';

/** Where `npm run build:web` puts the dashboard. */
const BUILT = fileURLToPath(new URL('../../dist/web', import.meta.url));

/** In the built HTML, wherever a nonce belongs (web/vite.config.ts). */
const NONCE_PLACEHOLDER = /__CSP_NONCE__/g;

/**
 * First words of the dashboard's own addresses; whatever is below them is the page's business. The
 * same list as in web/frame/pages.ts, which a test compares. Anything else is not the dashboard's.
 */
export const DASHBOARD_PAGES: readonly string[] = [
  'incidents',
  'alerts',
  'integrations',
  'webhooks',
  'services',
  'rules',
  'analytics',
  'status-pages',
  'remediation',
  'recipes',
  'settings',
  'sign-in',
  'setup',
  'invitation',
  'reset-password',
];

/**
 * Serves the built dashboard: hashed assets for ever and precompressed, its HTML never stored and
 * with a nonce of its own. A hub without a build says so where the dashboard would be.
 */
export function serveDashboard(app: FastifyInstance, folder: string = BUILT): void {
  const page = readPage(folder);
  const schema = { hide: true };
  const answer = async (_request: unknown, reply: FastifyReply) => {
    if (page === null) throw notBuilt();
    return sendPage(reply, page);
  };
  app.get('/', { schema }, answer);
  for (const name of DASHBOARD_PAGES) {
    app.get(`/${name}`, { schema }, answer);
    app.get(`/${name}/*`, { schema }, answer);
  }
  const assets = readAssets(join(folder, 'assets'));
  app.get<{ Params: { '*': string } }>('/assets/*', { schema }, async (request, reply) => {
    const asset = assets.get(request.params['*']);
    if (!asset) throw notFound('The file');
    const { body, encoding } = encodedFor(asset, request.headers['accept-encoding']);
    if (encoding) reply.header('content-encoding', encoding);
    // Names carry a hash of their content: what one names never changes.
    return reply
      .headers({
        'content-type': asset.type,
        'cache-control': 'public, max-age=31536000, immutable',
        'content-security-policy': ASSET_POLICY,
        vary: 'accept-encoding',
      })
      .send(body);
  });
}

function readPage(folder: string): string | null {
  try {
    return readFileSync(join(folder, 'index.html'), 'utf8');
  } catch {
    return null;
  }
}

function notBuilt() {
  return unavailable(
    'dashboard_not_built',
    'The dashboard was not built. `npm start` does it; so does `npm run build:web`.',
    60,
  );
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64url');
  return reply
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy(nonce),
      'referrer-policy': 'same-origin',
    })
    .send(page.replace(NONCE_PLACEHOLDER, nonce));
}

/** A worker is bound by the policy it came with, not by its page's; ours listens to the hub. */
const ASSET_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'";

/** Nothing from elsewhere, nothing inline but what carries the nonce. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
