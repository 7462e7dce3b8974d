import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDestinationBook } from '../../../src/delivery/destinations.ts';
import { createCertificate } from '../../fake-receiver/certificate.ts';
import { everythingStored } from '../tenants/tenants-hub.ts';
import { type ApiRig, openApiRig, TENANT } from './api-rig.ts';

let rig: ApiRig;
beforeAll(async () => {
  rig = await openApiRig();
});
afterAll(() => rig?.close());

const wanted = { name: 'Chat', url: 'https://chat.example/hooks/x', event_types: ['i_new'] };
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** What the engine would send with, read past its cache. */
const destination = (destinationId: string) =>
  createDestinationBook(rig.deps).get({ tenantId: TENANT, destinationId, settings: '' });

describe('a new webhook', () => {
  test('takes what is not given from the default preset, and shows its secret once', async () => {
    const made = await rig.admin('POST', '/outbound-webhooks', wanted);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      id: expect.stringMatching(/^whk_/),
      secret: expect.stringMatching(/^whsec_/),
      event_types: ['i_new'],
      services: null,
      headers: {},
      verify_tls: true,
      template: null,
      preset: 'default',
      timeout_ms: 5_000,
      order: 'strict',
      retry: { max_attempts: 10 },
      enabled: true,
      health: { state: 'ok', since: null, until: null, reason: null },
      pending: 0,
      warnings: [],
    });
    const { secret, ...shown } = made.body;
    expect(await rig.admin('GET', `/outbound-webhooks/${shown.id}`)).toMatchObject({
      status: 200,
      body: shown,
    });
    const listed = await rig.admin('GET', '/outbound-webhooks');
    expect(listed.body.data).toContainEqual(shown);
    expect(JSON.stringify(listed.body)).not.toContain(secret);
    expect(await destination(shown.id)).toMatchObject({ secrets: [secret] });
  });

  test('as Flashduty delivers answers in a second and is tried once', async () => {
    const { body } = await rig.admin('POST', '/outbound-webhooks', {
      ...wanted,
      event_types: '*',
      preset: 'flashduty',
    });
    expect(body).toMatchObject({
      event_types: '*',
      preset: 'flashduty',
      timeout_ms: 1_000,
      retry: { max_attempts: 1, delays_s: [] },
    });
  });

  test('has what is given instead of the preset’s', async () => {
    const { body } = await rig.admin('POST', '/outbound-webhooks', {
      ...wanted,
      preset: 'flashduty',
      timeout_ms: 2_500,
      max_in_flight: 3,
      order: 'latest',
      retry: { delays_s: [10, 60] },
      enabled: false,
      secret: SECRET,
    });
    expect(body).toMatchObject({
      timeout_ms: 2_500,
      max_in_flight: 3,
      order: 'latest',
      retry: { max_attempts: 3, delays_s: [10, 60] },
      enabled: false,
      secret: SECRET,
    });
  });

  test('of more attempts than a preset without retries gets the default schedule', async () => {
    const retry = { max_attempts: 4 };
    const { retry: made } = await rig.webhook({ preset: 'flashduty', retry });
    expect(made.max_attempts).toBe(4);
    expect(made.delays_s[0]).toBe(5);
  });

  test('keeps to services, given by id or name', async () => {
    const { body: web } = await rig.admin('POST', '/services', { name: 'web' });
    const { body: api } = await rig.admin('POST', '/services', { name: 'api' });
    const made = await rig.webhook({ services: [web.id, 'API', 'web'] });
    expect(made.services).toEqual([
      { id: web.id, name: 'web' },
      { id: api.id, name: 'api' },
    ]);
  });

  test('hears of alerts at once, because the directory forgets the tenant', async () => {
    const made = await rig.webhook({ event_types: ['a_new'] });
    const listens = async () => (await rig.deps.directory.tenant('other'))?.listensToAlerts;
    expect(await listens()).toBe(false);
    const body = { ...wanted, event_types: ['a_close', 'i_new', 'a_close'] };
    const of = await rig.other('POST', '/outbound-webhooks', body);
    expect(of.body.event_types).toEqual(['a_close', 'i_new']);
    expect(await listens()).toBe(true);
    await rig.other('DELETE', `/outbound-webhooks/${of.body.id}`);
    expect(await listens()).toBe(false);
    expect(made.event_types).toEqual(['a_new']);
  });

  test('warns of what works but may not be meant', async () => {
    const made = await rig.webhook({
      url: 'http://chat.example/x',
      verify_tls: false,
      template: { text: '{{incident.title}} {{incident.tilte}}', n: '{{nothing}}' },
    });
    expect(made.warnings).toHaveLength(4);
    expect(made.warnings.join('\n')).toMatch(
      /http:\/\/[\s\S]*not checked[\s\S]*tilte[\s\S]*nothing/,
    );
  });
});

test('certificates are kept, and nothing that stands around them', async () => {
  const { key, cert } = createCertificate();
  const made = await rig.webhook({ ca: `Ours:\n${cert}\n${key}\n${cert}` });
  expect(made.ca.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  expect(made.ca).not.toMatch(/PRIVATE KEY|Ours/);
  expect((await destination(made.id))?.ca).toBe(made.ca);
  const url = `/outbound-webhooks/${made.id}`;
  expect((await rig.admin('PATCH', url, { ca: null })).body.ca).toBeNull();
});

test('texts that a database has trouble with are taken', async () => {
  const template = { 'a\u0000': '\u0000', b: '\ud800', ['__proto__']: 1 };
  const { id, name } = await rig.webhook({ name: 'N\u0000ul', template });
  expect(name).toBe('N\ufffdul');
  const { body } = await rig.admin('GET', `/outbound-webhooks/${id}`);
  expect(body.template).toEqual(template);
});

describe('refused with the field and what came', () => {
  const many = (count: number, value: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-${index}`, value]));

  test.each<[string, object, string]>([
    ['a URL of another scheme', { url: 'ftp://chat.example' }, '/url'],
    ['a URL with a password', { url: 'https://ann:hunter2@chat.example' }, '/url'],
    ['an address inside', { url: 'http://169.254.169.254/latest/meta-data' }, '/url'],
    ['no event type', { event_types: [] }, '/event_types'],
    ['an unknown event type', { event_types: ['i_new', 'i_gone'] }, '/event_types/1'],
    ['an unknown service', { services: ['nowhere'] }, '/services/0'],
    ['a line break in a header', { headers: { 'x-a': 'b\r\nc: d' } }, '/headers/x-a'],
    ['a header name with a blank', { headers: { 'x a': 'b' } }, '/headers/x a'],
    [
      'the signature’s header',
      { headers: { 'Webhook-Signature': 'v1,x' } },
      '/headers/Webhook-Signature',
    ],
    ['one header twice', { headers: { 'X-A': 'b', 'x-a': 'c' } }, '/headers/X-A'],
    ['a hidden value that is not stored', { headers: { 'x-a': '…' } }, '/headers/x-a'],
    ['too many headers', { headers: many(21, 'b') }, '/headers'],
    ['too much in headers', { headers: many(20, 'b'.repeat(500)) }, '/headers'],
    ['no certificate', { ca: 'hello' }, '/ca'],
    [
      'a broken certificate',
      { ca: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' },
      '/ca',
    ],
    ['a template that is no JSON object', { template: '{{incident}}' }, '/template'],
    ['a secret of another kind', { secret: 'hunter2-hunter2-hunter2' }, '/secret'],
    ['a deadline longer than a lease', { timeout_ms: 60_000 }, '/timeout_ms'],
    ['a preset that is none', { preset: 'pagerduty' }, '/preset'],
  ])('%s', async (_, given, pointer) => {
    const answer = await rig.admin('POST', '/outbound-webhooks', { ...wanted, ...given });
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_error' } });
    const pointers = answer.body.errors.map((error: { pointer: string }) => error.pointer);
    expect(pointers).toContain(pointer);
    expect(JSON.stringify(answer.body)).not.toContain('hunter2');
  });

  test('the hundred-and-first of a tenant', async () => {
    const tenant = await rig.createTenant('crowded');
    const ask = (body: object) => rig.call(tenant.api_key, 'POST', '/outbound-webhooks', body);
    const first = await ask(wanted);
    await rig.store.pool.query(
      `insert into webhooks select tenant_id, webhook_id || n, kind, name, url, headers, verify_tls,
         ca, event_types, service_ids, template, preset, timeout_ms, max_in_flight, ordering,
         max_attempts, retry_delays, enabled
       from webhooks, generate_series(2, 100) n where webhook_id = $1`,
      [first.body.id],
    );
    expect(await ask(wanted)).toMatchObject({ status: 409, body: { code: 'too_many_webhooks' } });
  });
});

describe('a change', () => {
  test('leaves what is not given, and null takes back to the preset', async () => {
    const made = await rig.webhook({ timeout_ms: 900, order: 'none', template: { a: 1 } });
    const url = `/outbound-webhooks/${made.id}`;
    const first = await rig.admin('PATCH', url, { name: ' New ', max_in_flight: 2 });
    expect(first.body).toMatchObject({
      name: 'New',
      max_in_flight: 2,
      timeout_ms: 900,
      order: 'none',
      template: { a: 1 },
      url: made.url,
    });
    const second = await rig.admin('PATCH', url, { timeout_ms: null, order: null, template: null });
    expect(second.body).toMatchObject({ timeout_ms: 5_000, order: 'strict', template: null });
    expect(second.body.max_in_flight).toBe(2);
  });

  test('to another preset takes its settings, but for those given', async () => {
    const made = await rig.webhook({ timeout_ms: 900 });
    const url = `/outbound-webhooks/${made.id}`;
    const asked = { preset: 'flashduty', retry: { max_attempts: 2 } };
    const { body } = await rig.admin('PATCH', url, asked);
    expect(body).toMatchObject({ timeout_ms: 1_000, retry: { max_attempts: 2 } });
  });

  test('of headers replaces them; a hidden value keeps the stored one', async () => {
    const headers = { Authorization: 'Bearer t0ken', 'X-Team': 'blue' };
    const made = await rig.webhook({ headers });
    expect(made.headers).toEqual({ authorization: '…', 'x-team': '…' });
    const url = `/outbound-webhooks/${made.id}`;
    const changed = await rig.admin('PATCH', url, {
      headers: { ...made.headers, 'x-team': 'red', 'x-new': '1' },
    });
    expect(changed.body.headers).toEqual({ authorization: '…', 'x-team': '…', 'x-new': '…' });
    const sent = await destination(made.id);
    expect(sent?.headers).toEqual({ authorization: 'Bearer t0ken', 'x-team': 'red', 'x-new': '1' });
    expect((await rig.admin('PATCH', url, { headers: null })).body.headers).toEqual({});
    expect((await rig.admin('PATCH', url, {})).status).toBe(422);
    expect((await rig.admin('PATCH', url, { secret: SECRET })).status).toBe(422);
  });

  test('is refused for a template only when it is malformed', async () => {
    const { id } = await rig.webhook();
    const url = `/outbound-webhooks/${id}`;
    const refused = await rig.admin('PATCH', url, { template: 'text' });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/template' }] } });
    const odd = await rig.admin('PATCH', url, { template: { text: '{{what.ever}}' } });
    expect(odd).toMatchObject({ status: 200, body: { template: { text: '{{what.ever}}' } } });
  });

  test('leaves no secret in the audit log, in replies or in the database', async () => {
    const headers = { authorization: 'Bearer very-s3cret-token' };
    const made = await rig.webhook({ url: 'https://chat.example/services/p4th-s3cret', headers });
    await rig.admin('PATCH', `/outbound-webhooks/${made.id}`, { headers, verify_tls: false });
    const audit = await rig.admin('GET', '/audit?limit=2');
    expect(audit.body.data).toMatchObject([
      {
        action: 'outbound_webhook.updated',
        target_id: made.id,
        before: { verify_tls: true },
        after: { verify_tls: false, changed: ['headers', 'verify_tls'] },
      },
      { action: 'outbound_webhook.created', after: { url: 'https://chat.example/…' } },
    ]);
    expect(JSON.stringify(audit.body)).not.toMatch(/s3cret/);
    const stored = await everythingStored(rig.store);
    for (const secret of ['very-s3cret-token', made.secret]) expect(stored).not.toContain(secret);
  });
});

describe('how a webhook is doing', () => {
  const later = new Date(Date.now() + 60_000);
  const since = new Date(Date.now() - 60_000);

  const health = async (id: string, values: object) => {
    const key = { tenant_id: TENANT, destination_id: id };
    const none = { failing_since: null, open_until: null, reason: null };
    await rig.store.db
      .insertInto('destination_health')
      .values({ ...key, ...none, ...values })
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'destination_id']).doUpdateSet({ ...none, ...values }),
      )
      .execute();
    return (await rig.admin('GET', `/outbound-webhooks/${id}`)).body.health;
  };

  test('it fails, is paused, and is well again once it is changed', async () => {
    const { id } = await rig.webhook();
    const failing = { failures: 3, failing_since: since, reason: 'http_500' };
    expect(await health(id, failing)).toEqual({
      state: 'failing',
      since: since.toISOString(),
      until: null,
      reason: 'http_500',
    });
    expect(await health(id, { ...failing, open_until: later })).toMatchObject({
      state: 'paused',
      until: later.toISOString(),
    });
    const url = 'https://chat.example/elsewhere';
    await rig.admin('PATCH', `/outbound-webhooks/${id}`, { name: 'Still paused' });
    expect((await rig.admin('GET', `/outbound-webhooks/${id}`)).body.health.state).toBe('paused');
    const changed = await rig.admin('PATCH', `/outbound-webhooks/${id}`, { url });
    expect(changed.body.health).toMatchObject({ state: 'ok', since: null });
  });

  test('it was disabled, and enabling it forgets why', async () => {
    const { id } = await rig.webhook();
    await rig.store.db
      .updateTable('webhooks')
      .set({ enabled: false, disabled_at: since, disabled_reason: 'The endpoint answered 410.' })
      .where('webhook_id', '=', id)
      .execute();
    expect(await health(id, { failures: 9, failing_since: since })).toEqual({
      state: 'disabled',
      since: since.toISOString(),
      until: null,
      reason: 'The endpoint answered 410.',
    });
    const same = await rig.admin('PATCH', `/outbound-webhooks/${id}`, { enabled: false });
    expect(same.body.health.reason).toBe('The endpoint answered 410.');
    const { body } = await rig.admin('PATCH', `/outbound-webhooks/${id}`, { enabled: true });
    expect(body).toMatchObject({ enabled: true, health: { state: 'ok', reason: null } });
    const off = await rig.admin('PATCH', `/outbound-webhooks/${id}`, { enabled: false });
    expect(off.body.health).toMatchObject({
      state: 'disabled',
      reason: expect.stringMatching(/^Disabled by /),
    });
  });

  test('what waits is counted over its lanes', async () => {
    const { id } = await rig.webhook();
    const lane = { tenant_id: TENANT, destination_id: id, ready_at: later };
    const held = { lease: null, leased_until: null };
    await rig.store.db
      .insertInto('lanes')
      .values([
        { ...lane, ...held, lane_id: 'inc_a', pending: 2 },
        { ...lane, ...held, lane_id: 'inc_b', pending: 5 },
      ])
      .execute();
    expect((await rig.admin('GET', `/outbound-webhooks/${id}`)).body.pending).toBe(7);
  });
});

test('a new secret signs beside the old one for a while', async () => {
  const made = await rig.webhook();
  const url = `/outbound-webhooks/${made.id}/rotate-secret`;
  const rotated = await rig.admin('POST', url, { overlap_seconds: 600 });
  expect(rotated).toMatchObject({ status: 200, body: { id: made.id } });
  expect(Date.parse(rotated.body.previous_expires_at)).toBeGreaterThan(Date.now());
  expect((await destination(made.id))?.secrets).toEqual([rotated.body.secret, made.secret]);
  const own = await rig.admin('POST', url, { overlap_seconds: 0, secret: SECRET });
  expect(own.body).toMatchObject({ secret: SECRET, previous_expires_at: null });
  expect((await destination(made.id))?.secrets).toEqual([SECRET]);
  expect(await rig.admin('POST', url, { secret: 'x' })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/secret' }] },
  });
});

test('deleting takes everything but the history', async () => {
  const made = await rig.webhook({ headers: { 'x-a': 'b' } });
  const sent = await rig.attempt({ destination_id: made.id });
  await rig.payload(sent, '{}');
  await rig.admin('POST', `/deliveries/${sent.delivery_id}/replay`);
  const key = { tenant_id: TENANT, destination_id: made.id };
  await rig.store.db
    .insertInto('destination_health')
    .values({ ...key, failing_since: null, open_until: null, reason: null })
    .execute();
  expect(await rig.waiting(made.id)).toHaveLength(1);
  expect((await rig.admin('DELETE', `/outbound-webhooks/${made.id}`)).status).toBe(204);
  for (const table of ['lanes', 'deliveries', 'destination_health'] as const) {
    const rows = rig.store.db.selectFrom(table).select('destination_id');
    expect(await rows.where('destination_id', '=', made.id).execute(), table).toEqual([]);
  }
  const secrets = rig.store.db.selectFrom('secrets').select('secret_id');
  expect(await secrets.where('owner_id', '=', made.id).execute()).toEqual([]);
  expect((await rig.admin('GET', `/outbound-webhooks/${made.id}`)).status).toBe(404);
  const history = await rig.admin('GET', `/outbound-webhooks/${made.id}/deliveries`);
  expect(history.body.data).toMatchObject([
    { delivery_id: sent.delivery_id, webhook: { id: made.id, name: null } },
  ]);
});

test('a repeated Idempotency-Key makes one webhook and shows the same secret', async () => {
  const post = (body: object) =>
    rig.app.inject({
      method: 'POST',
      url: '/api/v1/outbound-webhooks',
      headers: { authorization: `Bearer ${rig.apiKey}`, 'idempotency-key': 'one-webhook' },
      payload: body,
    });
  const first = (await post(wanted)).json();
  expect((await post(wanted)).json()).toEqual(first);
  expect((await post({ ...wanted, name: 'Another' })).json().code).toBe('idempotency_mismatch');
  expect(await everythingStored(rig.store)).not.toContain(first.secret);
});

test('lists come in pages', async () => {
  const tenant = await rig.createTenant('paged');
  const ask = (method: 'GET' | 'POST', url: string, body?: object) =>
    rig.call(tenant.api_key, method, url, body);
  for (const name of ['a', 'b', 'c']) await ask('POST', '/outbound-webhooks', { ...wanted, name });
  const first = await ask('GET', '/outbound-webhooks?limit=2');
  expect(first.body.data.map((each: { name: string }) => each.name)).toEqual(['a', 'b']);
  const next = await ask('GET', `/outbound-webhooks?cursor=${first.body.next_cursor}`);
  expect(next.body).toMatchObject({ data: [{ name: 'c' }], next_cursor: null });
});

test('settings are for admins; addresses are for everybody inside', async () => {
  const { id } = await rig.webhook();
  for (const ask of [rig.viewer, rig.responder]) {
    for (const [method, url, body] of [
      ['GET', '/outbound-webhooks'],
      ['POST', '/outbound-webhooks', wanted],
      ['GET', `/outbound-webhooks/${id}`],
      ['PATCH', `/outbound-webhooks/${id}`, { name: 'x' }],
      ['POST', `/outbound-webhooks/${id}/rotate-secret`],
      ['POST', `/outbound-webhooks/${id}/test`],
      ['POST', `/outbound-webhooks/${id}/replay`, { from: '2026-01-01T00:00:00Z' }],
      ['DELETE', `/outbound-webhooks/${id}`],
    ] as const) {
      expect((await ask(method, url, body)).status, `${method} ${url}`).toBe(403);
    }
  }
  const addresses = await rig.viewer('GET', '/outbound-addresses');
  expect(addresses.body).toEqual({ addresses: ['203.0.113.7', '2001:db8::/48'] });
});

test('another tenant’s webhook does not exist', async () => {
  const { id } = await rig.webhook();
  for (const [method, url, body] of [
    ['GET', ''],
    ['PATCH', '', { name: 'mine' }],
    ['DELETE', ''],
    ['POST', '/rotate-secret'],
    ['POST', '/test'],
    ['GET', '/deliveries'],
    ['POST', '/replay', { from: '2026-01-01T00:00:00Z' }],
  ] as const) {
    const answer = await rig.other(method, `/outbound-webhooks/${id}${url}`, body);
    expect(answer, `${method} ${url}`).toMatchObject({ status: 404, body: { code: 'not_found' } });
  }
  expect((await rig.admin('GET', `/outbound-webhooks/${id}`)).body.name).toBe('Chat');
});
