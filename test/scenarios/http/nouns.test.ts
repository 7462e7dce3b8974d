import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FORMATS } from '../../../src/intake/formats.ts';
import { type Credentials, type HttpRig, openHttpRig, ROOT_TOKEN } from '../../http-rig.ts';
import { followContract } from './contract.ts';

let rig: HttpRig;
let acme: Credentials;
let other: Credentials;

beforeAll(async () => {
  rig = followContract(await openHttpRig());
  acme = await rig.createTenant('acme');
  other = await rig.createTenant('other');
});

afterAll(() => rig?.close());

const as = (
  who: Credentials,
  ...request: Parameters<HttpRig['call']> extends [string, ...infer R] ? R : never
) => rig.call(who.api_key, ...request);

describe('tenants', () => {
  test('the operator creates and lists tenants', async () => {
    expect(acme).toMatchObject({ id: 'ten_acme', slug: 'acme' });
    const page = await rig.call(ROOT_TOKEN, 'GET', '/tenants?limit=1');
    expect(page).toMatchObject({ status: 200, body: { data: [{ slug: 'acme' }] } });
    const next = await rig.call(ROOT_TOKEN, 'GET', `/tenants?cursor=${page.body.next_cursor}`);
    expect(next.body).toMatchObject({ data: [{ slug: 'other' }], next_cursor: null });
    const taken = await rig.call(ROOT_TOKEN, 'POST', '/tenants', { slug: 'acme', name: 'Again' });
    expect(taken).toMatchObject({ status: 409, body: { code: 'slug_taken' } });
  });

  test('an API key sees and changes its own tenant only', async () => {
    expect((await as(acme, 'GET', '/tenant')).body).toMatchObject({ id: 'ten_acme' });
    const settings = { quiet_period_minutes: 3 };
    const changed = await as(acme, 'PATCH', '/tenant', { name: 'ACME', settings });
    expect(changed).toMatchObject({ status: 200, body: { name: 'ACME', settings } });
    expect((await as(acme, 'GET', '/tenants')).status).toBe(403);
    expect((await as(acme, 'POST', '/tenants', { slug: 'x', name: 'X' })).status).toBe(403);
  });

  test('the webhook secret is shown on demand and rotated without a body', async () => {
    const shown = await as(acme, 'GET', '/tenant/webhook-secret');
    expect(shown.body.webhook_secret).toBe(acme.webhook_secret);
    const rotated = await as(acme, 'POST', '/tenant/webhook-secret/rotate');
    expect(rotated.status).toBe(200);
    expect(rotated.body.webhook_secret).not.toBe(acme.webhook_secret);
    const audit = await as(acme, 'GET', '/audit');
    const actions = audit.body.data.map((entry: { action: string }) => entry.action);
    expect(actions).toContain('tenant.webhook_secret_revealed');
    expect(actions).toContain('tenant.webhook_secret_rotated');
  });
});

test('services are created, listed, changed and deleted', async () => {
  const created = await as(acme, 'POST', '/services', { name: 'checkout' });
  expect(created).toMatchObject({ status: 201, body: { name: 'checkout', hidden: false } });
  const url = `/services/${created.body.id}`;
  expect((await as(acme, 'GET', url)).body).toEqual(created.body);
  const listed = { ...created.body, statushub_url: null };
  expect((await as(acme, 'GET', '/services')).body.data).toEqual([listed]);
  expect((await as(acme, 'PATCH', url, { hidden: true })).body.hidden).toBe(true);
  expect((await as(acme, 'POST', '/services', { name: 'CHECKOUT' })).status).toBe(409);
  expect((await as(acme, 'DELETE', url)).status).toBe(204);
  expect((await as(acme, 'GET', url)).status).toBe(404);
});

test('members come and go, and their keys with them', async () => {
  const member = { name: 'Ada', email: 'ada@acme.example', role: 'responder' };
  const created = await as(acme, 'POST', '/members', member);
  expect(created).toMatchObject({ status: 201, body: member });
  const wanted = { name: 'Ada’s', scope: 'viewer', member_id: created.body.id };
  const key = await as(acme, 'POST', '/api-keys', wanted);
  expect(key.status).toBe(201);
  expect((await rig.call(key.body.key, 'GET', '/members')).body.data).toEqual([created.body]);
  expect((await as(acme, 'DELETE', `/members/${created.body.id}`)).status).toBe(204);
  expect((await rig.call(key.body.key, 'GET', '/members')).status).toBe(401);
});

test('API keys are shown once, listed without the key, and revoked', async () => {
  const key = await as(acme, 'POST', '/api-keys', { name: 'ci', scope: 'viewer' });
  const listed = await as(acme, 'GET', '/api-keys');
  expect(JSON.stringify(listed.body)).not.toContain(key.body.key);
  expect((await rig.call(key.body.key, 'GET', '/services')).status).toBe(200);
  expect((await rig.call(key.body.key, 'POST', '/services', { name: 'no' })).status).toBe(403);
  expect((await as(acme, 'DELETE', `/api-keys/${key.body.id}`)).status).toBe(204);
  expect((await rig.call(key.body.key, 'GET', '/services')).status).toBe(401);
});

test('integrations are created, shown with their URL to admins, changed and deleted', async () => {
  const wanted = { format: 'alertmanager', name: 'Prometheus' };
  const created = await as(acme, 'POST', '/integrations', wanted);
  expect(created.status).toBe(201);
  expect(created.body.url).toBe(
    `https://hub.example/api/v1/webhooks/alertmanager/${created.body.key}`,
  );
  const url = `/integrations/${created.body.id}`;
  expect((await as(acme, 'GET', url)).body.url).toBe(created.body.url);
  expect((await as(acme, 'GET', '/integrations')).body.data).toHaveLength(3);
  const settings = { default_service: 'web' };
  const changed = await as(acme, 'PATCH', url, { settings });
  expect(changed.body.settings).toMatchObject(settings);
  const rotated = await as(acme, 'POST', `${url}/rotate-secret`, { overlap_seconds: 0 });
  expect(rotated.body.secret).toMatch(/^[\w-]{43}$/);
  expect((await as(acme, 'DELETE', url)).status).toBe(204);
  const unknown = await as(acme, 'POST', '/integrations', { ...wanted, format: 'pigeon' });
  expect(unknown).toMatchObject({ status: 422, body: { errors: [{ pointer: '/format' }] } });
});

test('receipts show what was refused; bodies are for responders', async () => {
  const { body } = await as(acme, 'POST', '/integrations', { format: 'regen', name: 'Scripts' });
  const now = new Date();
  await rig.deps.store.db
    .insertInto('receipts')
    .values({
      tenant_id: 'ten_acme',
      integration_id: body.id,
      receipt_id: 'rcp_1',
      received_at: now,
      outcome: 'refused',
      status: 401,
      code: 'invalid_signature',
      detail: 'The signature did not match.',
      ip: '192.0.2.1',
      request_id: 'req_1',
      body: '{"title":"secret"}',
      body_bytes: 18,
    })
    .execute();
  await rig.deps.store.db
    .insertInto('receipt_counts')
    .values(
      ['a', 'b'].map((writer) => ({
        tenant_id: 'ten_acme',
        integration_id: body.id,
        minute: new Date(Math.floor(now.getTime() / 60_000) * 60_000),
        writer,
        accepted: 0,
        duplicate: 0,
        refused: 2,
        events: 0,
      })),
    )
    .execute();
  const receipts = await as(acme, 'GET', `/integrations/${body.id}/receipts?outcome=refused`);
  expect(receipts.body.data).toMatchObject([{ status: 401, body: '{"title":"secret"}' }]);
  expect(receipts.body.minutes).toHaveLength(60);
  const refused = receipts.body.minutes.map((minute: { refused: number }) => minute.refused);
  expect(refused.reduce((sum: number, count: number) => sum + count, 0)).toBe(4);

  const viewer = await as(acme, 'POST', '/api-keys', { name: 'screen', scope: 'viewer' });
  const seen = await rig.call(viewer.body.key, 'GET', `/integrations/${body.id}/receipts`);
  expect(seen.body.data).toMatchObject([{ status: 401, body: null }]);
  expect((await as(other, 'GET', `/integrations/${body.id}/receipts`)).status).toBe(404);
});

test('the audit log names who did what, for admins', async () => {
  const audit = await as(other, 'GET', '/audit');
  expect(audit.body.data).toMatchObject([
    { action: 'tenant.created', target_id: 'ten_other', actor: { type: 'operator' } },
  ]);
  const viewer = await as(other, 'POST', '/api-keys', { name: 'screen', scope: 'viewer' });
  expect((await rig.call(viewer.body.key, 'GET', '/audit')).status).toBe(403);
});

test('formats are listed with schema and sample, for everybody', async () => {
  const formats = await rig.app.inject('/api/v1/formats');
  const names = formats.json().data.map((format: { name: string }) => format.name);
  expect(names).toEqual(FORMATS.map(({ name }) => name));
});

test('nothing of another tenant is found', async () => {
  const service = await as(acme, 'POST', '/services', { name: 'ledger' });
  const integration = await as(acme, 'POST', '/integrations', { format: 'regen', name: 'A' });
  const member = await as(acme, 'POST', '/members', {
    name: 'Bo',
    email: 'bo@acme.example',
    role: 'viewer',
  });
  const key = await as(acme, 'POST', '/api-keys', { name: 'k', scope: 'viewer' });
  const requests = [
    ['GET', `/services/${service.body.id}`],
    ['PATCH', `/services/${service.body.id}`, { name: 'mine' }],
    ['DELETE', `/services/${service.body.id}`],
    ['GET', `/integrations/${integration.body.id}`],
    ['PATCH', `/integrations/${integration.body.id}`, { name: 'mine' }],
    ['POST', `/integrations/${integration.body.id}/rotate-secret`, {}],
    ['POST', `/integrations/${integration.body.id}/test`],
    ['DELETE', `/integrations/${integration.body.id}`],
    ['DELETE', `/members/${member.body.id}`],
    ['DELETE', `/api-keys/${key.body.id}`],
  ] as const;
  for (const [method, url, body] of requests) {
    expect(await as(other, method, url, body), `${method} ${url}`).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  }
});

test('a write with an Idempotency-Key is done once', async () => {
  const post = (name: string) =>
    rig.app.inject({
      method: 'POST',
      url: '/api/v1/services',
      headers: { authorization: `Bearer ${other.api_key}`, 'idempotency-key': 'once' },
      payload: { name },
    });
  const first = await post('billing');
  const again = await post('billing');
  expect(again.statusCode).toBe(201);
  expect(again.json()).toEqual(first.json());
  expect((await as(other, 'GET', '/services')).body.data).toHaveLength(1);
  expect((await post('another')).json().code).toBe('idempotency_mismatch');
});
