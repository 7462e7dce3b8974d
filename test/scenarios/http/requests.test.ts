import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAILURES_PER_MINUTE } from '../../../src/http/auth.ts';
import { ask, type Credentials, type HttpRig, openHttpRig, ROOT_TOKEN } from '../../http-rig.ts';

let rig: HttpRig;
let acme: Credentials;

beforeAll(async () => {
  rig = await openHttpRig();
  acme = await rig.createTenant('acme');
});

afterAll(() => rig?.close());

/** A POST of exactly these bytes to our own API. */
const post = (payload: string | Buffer, headers: Record<string, string> = {}) =>
  ask(rig.app, {
    method: 'POST',
    url: '/api/v1/services',
    headers: {
      authorization: `Bearer ${acme.api_key}`,
      'content-type': 'application/json',
      ...headers,
    },
    payload,
  });

describe('errors', () => {
  test('are problem documents with the request’s id', async () => {
    const answer = await rig.call(acme.api_key, 'GET', '/services/svc_none');
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.body).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'The service was not found.',
      code: 'not_found',
      request_id: answer.headers['x-request-id'],
    });
    expect(answer.body.request_id).toMatch(/^req_[0-9a-z]{26}$/);
  });

  test('never take over an id the client made up', async () => {
    const answer = await ask(rig.app, { url: '/nowhere', headers: { 'x-request-id': 'mine' } });
    expect(answer.status).toBe(404);
    expect(answer.headers['x-request-id']).toBe(answer.body.request_id);
    expect(answer.body.request_id).not.toBe('mine');
  });

  test('name the methods a URL takes', async () => {
    const answer = await ask(rig.app, { method: 'DELETE', url: '/api/v1/services' });
    expect(answer).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
    expect(answer.headers.allow).toBe('GET, HEAD, POST');
  });

  test('answer a URL that cannot be decoded', async () => {
    const answer = await ask(rig.app, { url: '/api/v1/services/%zz' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad_url' } });
  });
});

describe('fields', () => {
  test('of a body are named by pointer and never coerced', async () => {
    const answer = await post('{"name":5,"hiden":true}');
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_error' } });
    expect(answer.body.errors).toEqual([
      { pointer: '/hiden', expected: 'no such field', received: 'boolean true' },
      { pointer: '/name', expected: 'a string of 1 to 200 characters', received: 'integer 5' },
    ]);
  });

  test('of a missing body are named like those of an empty one', async () => {
    const answer = await rig.call(acme.api_key, 'POST', '/services');
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/name' }] } });
  });

  test('of a query are read as what they mean', async () => {
    expect((await rig.call(acme.api_key, 'GET', '/services?limit=3')).status).toBe(200);
    const answer = await rig.call(acme.api_key, 'GET', '/services?limit=many');
    expect(answer.body.errors).toEqual([
      { pointer: '/limit', expected: 'an integer from 1 up to 200', received: 'string "many"' },
    ]);
    const unknown = await rig.call(acme.api_key, 'GET', '/services?page=2');
    expect(unknown).toMatchObject({ status: 422, body: { errors: [{ pointer: '/page' }] } });
    const cursor = await rig.call(acme.api_key, 'GET', '/services?cursor=x');
    expect(cursor).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
  });

  test('of a URL hold no NUL, which no text of the database could match', async () => {
    const answer = await rig.call(acme.api_key, 'GET', '/services/svc_%00');
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/id' }] } });
  });
});

describe('bodies', () => {
  test.each([
    ['{"name":"a","name":"b"}', 'duplicate_key'],
    ['{"name":"a"', 'invalid_json'],
    ['\ufeff{"name":"a"}', 'bom_not_allowed'],
    [Buffer.from([0x22, 0xff, 0x22]), 'invalid_utf8'],
    ['['.repeat(40), 'too_deep'],
  ])('%s is 400 %s', async (payload, code) => {
    expect(await post(payload)).toMatchObject({ status: 400, body: { code } });
  });

  test('are JSON, uncompressed and at most 1 MiB', async () => {
    const code = async (answer: ReturnType<typeof post>) => {
      const { status, body } = await answer;
      return [status, body.code];
    };
    const media = 'unsupported_media_type';
    expect(await code(post('a=1', { 'content-type': 'text/plain' }))).toEqual([415, media]);
    const encoding = 'unsupported_encoding';
    expect(await code(post('{}', { 'content-encoding': 'gzip' }))).toEqual([415, encoding]);
    const large = JSON.stringify({ name: 'x'.repeat(1024 * 1024) });
    expect(await code(post(large))).toEqual([413, 'body_too_large']);
  });

  test('may be of any JSON type, and absent where nothing is taken', async () => {
    const charset = { 'content-type': 'application/json; charset=utf-8' };
    expect((await post('{"name":"one"}', charset)).status).toBe(201);
    const merge = { 'content-type': 'application/merge-patch+json' };
    expect((await post('{"name":"two"}', merge)).status).toBe(201);
    const gone = await ask(rig.app, {
      method: 'DELETE',
      url: '/api/v1/services/svc_none',
      headers: { authorization: `Bearer ${acme.api_key}`, 'content-type': 'application/json' },
    });
    expect(gone.status).toBe(404);
  });
});

describe('credentials', () => {
  test('are asked for, in one text for every cause', async () => {
    const none = await ask(rig.app, { url: '/api/v1/services' });
    expect(none).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(none.headers['www-authenticate']).toBe('Bearer');
    const wrong = await rig.call(`tsk_${'x'.repeat(43)}`, 'GET', '/services');
    expect({ ...wrong.body, request_id: '' }).toEqual({ ...none.body, request_id: '' });
  });

  test('of the operator work inside the tenant that X-Tenant names', async () => {
    const get = (tenant?: string) =>
      ask(rig.app, {
        url: '/api/v1/tenant',
        headers: {
          authorization: `Bearer ${ROOT_TOKEN}`,
          ...(tenant === undefined ? {} : { 'x-tenant': tenant }),
        },
      });
    expect((await get('acme')).body.id).toBe('ten_acme');
    expect((await get('ten_acme')).body.id).toBe('ten_acme');
    expect(await get('nobody')).toMatchObject({ status: 404 });
    expect(await get()).toMatchObject({ status: 400, body: { code: 'tenant_required' } });
  });

  test('are checked before anything is read', async () => {
    const answer = await ask(rig.app, { method: 'POST', url: '/api/v1/services', payload: '{' });
    expect(answer.status).toBe(401);
  });

  test('that are wrong too often are 429, while valid keys go on working', async () => {
    const from = (token: string) =>
      ask(rig.app, {
        url: '/api/v1/services',
        headers: { authorization: `Bearer ${token}`, 'x-tenant': 'acme' },
        remoteAddress: '203.0.113.9',
      });
    for (let count = 0; count < FAILURES_PER_MINUTE; count++) {
      expect((await from('guess')).status).toBe(401);
    }
    const limited = await from('guess');
    expect(limited).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect((await from(ROOT_TOKEN)).status).toBe(429);
    expect((await from(acme.api_key)).status).toBe(200);
  });
});

test('a fault of ours is told without its text and logged without the request’s', async () => {
  const broken = { ...rig.deps.store, db: null as never };
  const other = await openHttpRig({ store: broken, directory: rig.deps.directory });
  const answer = await other.call(acme.api_key, 'GET', '/services?cursor=ImhpZGRlbiI');
  const fault = await other.call(acme.api_key, 'GET', '/services');
  expect(answer.status).toBe(400);
  expect(fault).toMatchObject({ status: 500, body: { code: 'internal_error' } });
  expect(JSON.stringify(fault.body)).not.toContain('null');
  expect(other.logged).toMatchObject([
    { level: 50, request_id: fault.body.request_id, route: '/api/v1/services', status: 500 },
  ]);
  expect(JSON.stringify(other.logged)).not.toContain(acme.api_key);
  await other.close();
});

test('responses of our own API carry the headers of a careful server', async () => {
  const { headers } = await rig.call(acme.api_key, 'GET', '/services');
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'content-type': 'application/json; charset=utf-8',
  });
  expect(headers['strict-transport-security']).toBeDefined();
});

test('the sender’s address is taken from as many proxies as are trusted', async () => {
  const behind = await openHttpRig({ trustProxy: 1 });
  const tenant = await behind.createTenant('proxied');
  await ask(behind.app, {
    method: 'POST',
    url: '/api/v1/services',
    headers: {
      authorization: `Bearer ${tenant.api_key}`,
      'x-forwarded-for': '198.51.100.1, 203.0.113.5',
    },
    payload: { name: 'a' },
  });
  const audit = await behind.call(tenant.api_key, 'GET', '/audit?limit=1');
  await behind.close();
  expect(audit.body.data[0].ip).toBe('203.0.113.5');
});
