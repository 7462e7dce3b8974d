import type { FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import type { Directory } from '../tenants/directory.ts';
import { type Authenticator, createAuthenticate, FAILURES_PER_MINUTE } from './auth.ts';

const KEY = `tsk_${'k'.repeat(43)}`;
const actor = { type: 'system' } as const;

const directory = {
  apiKey: async (token: string) =>
    token === KEY ? { tenantId: 'ten_acme', keyId: 'key_1', scope: 'viewer', actor } : undefined,
  tenant: async (slug: string) => (slug === 'acme' ? { tenantId: 'ten_acme' } : undefined),
} as unknown as Directory;

function requestWith(headers: Record<string, string>, ip = '192.0.2.1'): FastifyRequest {
  return { headers, ip, id: 'req_1' } as unknown as FastifyRequest;
}

const withToken = (token: string, more: Record<string, string> = {}) =>
  requestWith({ authorization: `Bearer ${token}`, ...more });

const authenticate = createAuthenticate({ directory, rootToken: 'root' });

test('an API key is a caller in its tenant, with the sender’s idempotency key', async () => {
  expect(await authenticate(withToken(KEY, { 'idempotency-key': 'a' }), 'tenant')).toEqual({
    tenantId: 'ten_acme',
    scope: 'viewer',
    actor,
    ip: '192.0.2.1',
    requestId: 'req_1',
    idempotencyKey: 'a',
  });
});

test.each([
  {},
  { authorization: KEY },
  { authorization: `Basic ${KEY}` },
  { authorization: 'Bearer root2' },
  { authorization: `Bearer tsk_${'z'.repeat(43)}` },
])('%j is 401', async (headers) => {
  const attempt = authenticate(requestWith(headers as Record<string, string>), 'tenant');
  await expect(attempt).rejects.toMatchObject({ status: 401, code: 'unauthenticated' });
});

test('the operator is an admin in the tenant that X-Tenant names, and nowhere without', async () => {
  const operator = { scope: 'admin', actor: { type: 'operator' } };
  const inside = await authenticate(withToken('root', { 'x-tenant': 'acme' }), 'tenant');
  expect(inside).toMatchObject({ ...operator, tenantId: 'ten_acme' });
  expect(await authenticate(withToken('root'), 'operator')).toMatchObject({
    ...operator,
    tenantId: '',
  });
  await expect(authenticate(withToken('root'), 'tenant')).rejects.toMatchObject({ status: 400 });
  const unknown = withToken('root', { 'x-tenant': 'nobody' });
  await expect(authenticate(unknown, 'tenant')).rejects.toMatchObject({ status: 404 });
});

test('without a root token nobody is the operator', async () => {
  const closed = createAuthenticate({ directory, rootToken: null });
  await expect(closed(withToken('root'), 'operator')).rejects.toMatchObject({ status: 401 });
  await expect(closed(withToken('null'), 'operator')).rejects.toMatchObject({ status: 401 });
});

test('further kinds of credentials are tried after ours', async () => {
  const session: Authenticator = async ({ headers }) =>
    headers.cookie ? { tenantId: 'ten_acme', scope: 'responder', actor } : undefined;
  const both = createAuthenticate({ directory, rootToken: null }, [session]);
  expect(await both(requestWith({ cookie: 's=1' }), 'tenant')).toMatchObject({
    scope: 'responder',
  });
  expect(await both(withToken(KEY, { cookie: 's=1' }), 'tenant')).toMatchObject({
    scope: 'viewer',
  });
});

test('what is public asks for nothing and allows nothing', async () => {
  const caller = await authenticate(requestWith({}), 'public');
  expect(caller).toMatchObject({ tenantId: '', scope: 'ingest' });
});

test('after too many failures the root token is not even tried', async () => {
  const limited = createAuthenticate({ directory, rootToken: 'root' });
  for (let count = 0; count < FAILURES_PER_MINUTE; count++) {
    await expect(limited(withToken('guess'), 'tenant')).rejects.toMatchObject({ status: 401 });
  }
  await expect(limited(withToken('root'), 'operator')).rejects.toMatchObject({ status: 429 });
  expect(await limited(withToken(KEY), 'tenant')).toMatchObject({ tenantId: 'ten_acme' });
});
