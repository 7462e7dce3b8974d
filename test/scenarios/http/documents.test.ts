import { Ajv2020 } from 'ajv/dist/2020.js';
import formatsPlugin from 'ajv-formats';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentRoutes } from '../../../src/http/openapi.ts';
import { API_ROUTES } from '../../../src/http/routes.ts';
import { AUTH_ENDPOINTS } from '../../../src/http/session-endpoints.ts';
import { INTAKE_ROUTES, QUESTION_ROUTES } from '../../../src/intake/routes.ts';
import { unavailable } from '../../../src/kernel/errors.ts';
import { ask, type HttpRig, noIntake, openHttpRig } from '../../http-rig.ts';

let rig: HttpRig;
// biome-ignore lint/suspicious/noExplicitAny: a document to look around in
let document: any;

beforeAll(async () => {
  rig = await openHttpRig({ intake: { ...noIntake, routes: INTAKE_ROUTES } });
  document = (await ask(rig.app, { url: '/openapi.json' })).body;
});

afterAll(() => rig?.close());

// biome-ignore lint/suspicious/noExplicitAny: as above
const operations = (): [string, any][] =>
  Object.entries<object>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, it]) => [`${method.toUpperCase()} ${path}`, it] as never),
  );

const braced = (url: string) => url.replaceAll(/:(\w+)/g, '{$1}');

test('the OpenAPI document is 3.1 and describes every route', () => {
  expect(document.openapi).toBe('3.1.0');
  const described = operations().map(([name]) => name);
  const own = API_ROUTES.map(({ method, url }) => `${method} ${braced(`/api/v1${url}`)}`);
  const intake = INTAKE_ROUTES.map(({ path }) => `POST ${braced(path)}`);
  const questions = QUESTION_ROUTES.map(({ path }) => `GET ${braced(path)}`);
  const auth = AUTH_ENDPOINTS.map(({ path }) => `POST /api/auth${path}`);
  const rest = [
    '/agent/monitor.sh',
    '/api/auth/callback/oidc',
    '/api/v1/webhooks/generic/schema',
    '/healthz',
    '/hooks/statushub/v2/schemas/incident',
    '/hooks/statushub/v2/schemas/maintenance',
    '/metrics',
    '/openapi.json',
    '/readyz',
    '/schemas/hub.json',
  ];
  const hook = 'POST /hooks/statushub/v2/{key}';
  const pages = ['subscribe', 'confirm/{token}', 'manage/{token}', 'unsubscribe/{token}'].flatMap(
    (path) => [`GET /status/{slug}/${path}`, `POST /status/{slug}/${path}`],
  );
  const reading = rest.map((url) => `GET ${url}`);
  const expected = [...own, ...intake, ...questions, hook, ...auth, ...pages, ...reading];
  expect(described.toSorted()).toEqual(expected.toSorted());
});

test('the documentation’s own pages are not documented', () => {
  for (const url of Object.keys(document.paths)) expect(url).not.toMatch(/^\/docs/);
});

test('every operation has a name of its own, a summary, a section and responses', () => {
  const names = operations().map(([, operation]) => operation.operationId);
  expect(new Set(names).size).toBe(names.length);
  for (const [name, operation] of operations()) {
    expect(operation.summary, name).toBeTruthy();
    expect(operation.tags, name).toHaveLength(1);
    expect(Object.keys(operation.responses).length, name).toBeGreaterThan(0);
    expect(operation.security, name).toBeDefined();
  }
});

test('every schema in the document compiles and every reference leads somewhere', () => {
  const ajv = new Ajv2020({ strict: false });
  formatsPlugin.default(ajv);
  ajv.addSchema(document, 'document');
  const schemas = JSON.stringify(document).match(/"\$ref":"#[^"]+"/g) ?? [];
  expect(schemas.length).toBeGreaterThan(0);
  for (const match of new Set(schemas)) {
    const { $ref } = JSON.parse(`{${match}}`);
    expect(ajv.compile({ $ref: `document${$ref}` })).toBeTypeOf('function');
  }
  for (const [, operation] of operations()) {
    for (const { schema } of Object.values<{ schema: object }>(
      operation.requestBody?.content ?? {},
    )) {
      expect(ajv.compile(schema)).toBeTypeOf('function');
    }
  }
});

test('intake routes are documented with the format’s own schema', () => {
  const operation = document.paths['/api/v1/webhooks/alerts/{address}'].post;
  const { schema } = operation.requestBody.content['application/json'];
  expect(schema.title).toBe('OpenRemedy alert');
  expect(operation.security).toEqual([]);
});

test('the documentation page loads, with a policy that lets it run', async () => {
  const page = await rig.app.inject('/docs/');
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('swagger-ui');
  const policy = page.headers['content-security-policy'];
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('upgrade-insecure-requests');
  expect((await rig.app.inject('/docs')).statusCode).toBe(200);
  expect((await rig.app.inject('/docs/static/swagger-ui-bundle.js')).statusCode).toBe(200);
  expect((await rig.app.inject('/docs/json')).json().openapi).toBe('3.1.0');
});

test('a route without a schema refuses the start', async () => {
  const app = Fastify();
  await documentRoutes(app, { publicUrl: 'https://hub.example', version: '1' });
  const handler = async () => 'x';
  expect(() => app.get('/undocumented', handler)).toThrow('GET /undocumented has no schema');
  expect(() => app.get('/documented', { schema: {} }, handler)).not.toThrow();
  await app.close();
});

test('the generic schema is public and cacheable', async () => {
  const url = '/api/v1/webhooks/generic/schema';
  const first = await ask(rig.app, { url });
  expect(first).toMatchObject({
    status: 200,
    headers: { 'cache-control': 'public, max-age=3600' },
  });
  expect(first.body.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  const headers = { 'if-none-match': String(first.headers.etag) };
  expect((await ask(rig.app, { url, headers })).status).toBe(304);
});

test('an intake URL that is opened in a browser says what it takes', async () => {
  const answer = await ask(rig.app, { url: '/api/v1/webhooks/generic' });
  expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } });
});

test('machines of the operator learn whether the hub is up, ready and busy', async () => {
  expect(await ask(rig.app, { url: '/healthz' })).toMatchObject({ status: 200 });
  expect(await ask(rig.app, { url: '/readyz' })).toMatchObject({ status: 200 });
  const { body } = await ask(rig.app, { url: '/metrics' });
  expect(body).toContain('tocsin_intake_lane_depth 0');
  expect(body).toMatch(/duration_seconds_count{method="GET",route="\/healthz",status="200"} 1/);
  expect(body).toContain('process_cpu_seconds_total');
});

test('a hub whose database is not migrated or away is alive but not ready', async () => {
  await rig.deps.store.pool.query('alter table schema_migrations rename to elsewhere');
  const answer = await ask(rig.app, { url: '/readyz' });
  await rig.deps.store.pool.query('alter table elsewhere rename to schema_migrations');
  expect(answer).toMatchObject({ status: 503, body: { code: 'not_ready' } });
  expect(answer.headers['retry-after']).toBeDefined();
  expect((await ask(rig.app, { url: '/healthz' })).status).toBe(200);
});

test('a hub that another part of it calls unfit is not ready, whatever the database says', async () => {
  const fault = () => unavailable('lost_lock', 'Another hub has taken over.');
  const other = await openHttpRig({ fault });
  const answer = await ask(other.app, { url: '/readyz' });
  await other.close();
  expect(answer).toMatchObject({ status: 503, body: { code: 'lost_lock' } });
});
