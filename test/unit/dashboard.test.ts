import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DASHBOARD_PAGES, serveDashboard } from '../../src/http/dashboard.ts';
import { encodedFor } from '../../src/http/dashboard-assets.ts';
import { createErrorHandler } from '../../src/http/problem.ts';
import { PAGES } from '../../web/frame/pages.ts';

const SCRIPT = 'export const answer = 42;\n';
const HTML = '<script nonce="__CSP_NONCE__"></script><style nonce="__CSP_NONCE__"></style>';

let folder: string;
let app: FastifyInstance;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-web-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), HTML);
  writeFileSync(join(folder, 'assets', 'index-abc.js'), SCRIPT);
  writeFileSync(join(folder, 'assets', 'index-abc.js.br'), brotliCompressSync(SCRIPT));
  writeFileSync(join(folder, 'assets', 'index-abc.js.gz'), gzipSync(SCRIPT));
  app = serve(folder);
});

afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

function serve(from: string): FastifyInstance {
  const server = Fastify();
  server.setErrorHandler(createErrorHandler({ error: () => {} }));
  serveDashboard(server, from);
  return server;
}

const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers });

test('the server and the dashboard name the same pages', () => {
  expect(DASHBOARD_PAGES).toEqual(PAGES);
});

describe('a page', () => {
  test.each(['/', '/incidents', '/incidents/inc_1', '/settings/keys'])(
    'is served at %s',
    async (url) => {
      const reply = await get(url);
      expect(reply.statusCode).toBe(200);
      expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(reply.headers['cache-control']).toBe('no-store');
    },
  );

  test.each(['/nonsense', '/incidentsx', '/api/v1/nonsense', '/docs/x', '/healthz'])(
    'is not served at %s',
    async (url) => {
      expect((await get(url)).statusCode).toBe(404);
    },
  );

  test('has a nonce of its own, in its policy and wherever it belongs', async () => {
    const replies = [await get('/incidents'), await get('/incidents')];
    const nonces = replies.map(({ headers, body }) => {
      const policy = String(headers['content-security-policy']);
      expect(policy).not.toContain('unsafe');
      const nonce = /script-src 'self' 'nonce-([\w-]{22})'/.exec(policy)?.[1] ?? 'none';
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(body).toBe(HTML.replaceAll('__CSP_NONCE__', nonce));
      return nonce;
    });
    expect(new Set(nonces).size).toBe(2);
  });

  test('says how to build the dashboard where there is none', async () => {
    const reply = await serve(join(folder, 'nowhere')).inject('/incidents');
    expect(reply.statusCode).toBe(503);
    expect(reply.json()).toMatchObject({ code: 'dashboard_not_built' });
  });
});

describe('an asset', () => {
  test.each([
    ['br, gzip', 'br'],
    ['gzip;q=0.8', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['', undefined],
  ])('for Accept-Encoding "%s" comes as %s and never changes', async (accepted, encoding) => {
    const reply = await get('/assets/index-abc.js', { 'accept-encoding': accepted });
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['content-encoding']).toBe(encoding);
    expect(reply.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(reply.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(reply.headers.vary).toBe('accept-encoding');
    if (encoding === undefined) expect(reply.body).toBe(SCRIPT);
  });

  test.each([
    '/assets/other.js',
    '/assets/..%2findex.html',
    '/assets/../index.html',
    '/assets/index-abc.js.br',
    '/assets/__proto__',
    '/assets/',
  ])('does not exist at %s', async (url) => {
    expect((await get(url)).statusCode).toBe(404);
  });

  test('that was not compressed comes as it is', () => {
    const plain = Buffer.from('x');
    const asset = { type: 'font/woff2', plain, br: null, gzip: null };
    expect(encodedFor(asset, 'br, gzip')).toEqual({ body: plain, encoding: null });
  });
});
