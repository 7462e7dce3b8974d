import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BulkResult } from '../../../src/incidents/command-schemas.ts';
import type { IncidentDetail } from '../../../src/incidents/incident-schemas.ts';
import { type FakeReceiver, startReceiver } from '../../fake-receiver.ts';
import { createTestDatabase } from '../../harness-database.ts';
import { type HubReply, type HubRig, openHubRig } from '../../hub-rig.ts';
import { type Colleague, type DayHub, openDayHub } from './day-hub.ts';
import { type Watch, watch } from './day-watch.ts';

let hub: DayHub;
let receiver: FakeReceiver;
let ann: Colleague;
let bob: Colleague;
/** Somebody of another tenant, and an incident there. */
let stranger: { readonly key: string; readonly memberId: string; readonly serviceId: string };
let theirs: string;
let action: string;
let told: Watch;

beforeAll(async () => {
  hub = await openDayHub();
  receiver = await startReceiver();
  ann = await hub.hire('Ann');
  bob = await hub.hire('Bob');
  const button = { name: 'Restart', url: `${receiver.url}/restart` };
  action = (await hub.admin.post('/custom-actions', button)).id;
  const webhook = await hub.subscribe(`${receiver.url}/all`);
  told = watch(receiver, webhook.secret, '/all');

  const { apiKey } = await hub.rig.createTenant('other');
  const make = (path: string, body: object) => hub.rig.api(apiKey, 'POST', path, body);
  const eve = { name: 'Eve', email: 'eve@other.example', role: 'admin' };
  stranger = {
    key: apiKey,
    memberId: (await make('/members', eve)).id,
    serviceId: (await make('/services', { name: 'Theirs' })).id,
  };
  theirs = (await make('/incidents', { title: 'Theirs' })).id;
});
afterAll(async () => {
  await hub?.close();
  await receiver?.close();
});

/** A request as anybody may send it. Whatever comes back, it is no fault of the hub's. */
async function ask(
  key: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<HubReply> {
  const reply = await hub.rig.send(method, `/api/v1${path}`, {
    body,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
  });
  expect(reply.status, reply.text).toBeLessThan(500);
  return reply;
}

const asAdmin = (method: string, path: string, body?: unknown) =>
  ask(hub.company.apiKey, method, path, body);
const asBob = (path: string, body: object = {}) => ask(bob.key, 'POST', path, body);

interface Wanted {
  readonly status: number;
  readonly code: string;
  /** Of the fields at fault, all of them. */
  readonly pointers?: readonly string[];
}

/** A problem document that says what is wrong and where. */
function expectProblem(reply: HubReply, { status, code, pointers }: Wanted): void {
  expect([reply.status, reply.body.code], reply.text).toEqual([status, code]);
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(reply.body.request_id).toBe(reply.headers.get('x-request-id'));
  expect(reply.text).not.toMatch(/\.ts:\d|node_modules|at async|select .* from/i);
  if (!pointers) return;
  expect(reply.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
  for (const error of reply.body.errors) {
    expect(error).toMatchObject({ expected: /./, received: expect.any(String) });
  }
}

const invalid = (...pointers: string[]): Wanted => ({
  status: 422,
  code: 'validation_error',
  pointers,
});

const opened = async (body: object = {}): Promise<string> =>
  (await ann.post('/incidents', { title: 'Shop is slow', ...body })).id;

/** Everything that can be known of an incident over HTTP. */
async function traceOf(id: string) {
  return { incident: await hub.incident(id), timeline: await hub.timeline(id) };
}

/** What was told since the last time. */
async function heard(): Promise<string[]> {
  await hub.settled();
  return [...told.incidents(), ...told.alerts()].map(({ event_type }) => event_type);
}

/** Lets a request happen that must change nothing of these incidents, and tell nothing. */
async function changingNothing(ids: readonly string[], request: () => Promise<unknown>) {
  const before = await Promise.all(ids.map(traceOf));
  await heard();
  await request();
  expect(await Promise.all(ids.map(traceOf))).toEqual(before);
  expect(await heard()).toEqual([]);
}

const nested = (levels: number): unknown => (levels === 0 ? 1 : { deeper: nested(levels - 1) });

describe('a webhook that cannot be', () => {
  const certificate = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
  const cases: [string, object, ...string[]][] = [
    ['a URL with a password', { url: 'https://ann:hunter2@hooks.example/x' }, '/url'],
    ['a URL with a user', { url: 'https://ann@hooks.example/x' }, '/url'],
    ['a file', { url: 'file:///etc/passwd' }, '/url'],
    ['a script', { url: 'javascript:alert(1)' }, '/url'],
    ['no URL at all', { url: 'hooks.example' }, '/url'],
    ['a URL with a line break', { url: 'https://hooks.example/\r\nx' }, '/url'],
    ['a private address', { url: 'http://10.0.0.7/hook' }, '/url'],
    ['a private address in decimal', { url: 'http://167772167/hook' }, '/url'],
    ['a private address as IPv6', { url: 'http://[::ffff:10.0.0.7]/hook' }, '/url'],
    ['a local address as IPv6', { url: 'http://[fd00::7]/hook' }, '/url'],
    ['the cloud’s metadata', { url: 'http://169.254.169.254/latest/meta-data' }, '/url'],
    ['this machine’s IPv6', { url: 'http://[::1]:8080/hook' }, '/url'],
    ['10,000 bytes in one header', { headers: { 'x-a': 'b'.repeat(9_997) } }, '/headers/x-a'],
    ['10,000 bytes in ten headers', { headers: manyHeaders(10, 1_000) }, '/headers'],
    ['21 headers', { headers: manyHeaders(21, 1) }, '/headers'],
    ['an injected header', { headers: { 'x-a': 'b\r\nx-evil: 1' } }, '/headers/x-a'],
    [
      'a header that is not its to set',
      { headers: { 'content-length': '1' } },
      '/headers/content-length',
    ],
    [
      'a header that signs',
      { headers: { 'webhook-signature': 'v1,x' } },
      '/headers/webhook-signature',
    ],
    ['an unknown service', { services: ['Nowhere'] }, '/services/0'],
    ['no service', { services: [] }, '/services'],
    ['an unknown event type', { event_types: ['i_new', 'i_gone'] }, '/event_types/1'],
    ['an event type only of timelines', { event_types: ['i_notify'] }, '/event_types/0'],
    ['no event type', { event_types: [] }, '/event_types'],
    ['event types that are none', { event_types: 'i_new' }, '/event_types'],
    ['a CA that is no certificate', { ca: 'hello' }, '/ca'],
    ['a broken certificate', { ca: certificate }, '/ca'],
    ['a template that is text', { template: '{{incident.title}}' }, '/template'],
    ['a template that is a number', { template: 7 }, '/template'],
    ['a template of 21 levels', { template: nested(21) }, '/template'],
    ['a template of 65 KiB', { template: { text: 'x'.repeat(66_560) } }, '/template'],
    ['501 variables', { template: { text: '{{incident.title}}'.repeat(501) } }, '/template'],
    ['a secret of its own kind', { secret: 'hunter2-hunter2' }, '/secret'],
    ['a deadline of a minute', { timeout_ms: 60_000 }, '/timeout_ms'],
    ['an unknown field', { channels: ['Checkout'] }, '/channels'],
    ['a preset that is none', { preset: 'pagerduty' }, '/preset'],
    ['a URL and a CA', { url: 'file:///x', ca: 'hello' }, '/url', '/ca'],
  ];

  test.each(cases)('%s is refused, and nothing is stored', async (_what, given, ...pointers) => {
    const list = () => asAdmin('GET', '/outbound-webhooks');
    const [before] = [await list()];
    const wanted = { name: 'Bad', url: `${receiver.url}/bad`, event_types: '*', ...given };
    const reply = await asAdmin('POST', '/outbound-webhooks', wanted);
    expectProblem(reply, invalid(...pointers));
    expect(reply.text).not.toContain('hunter2');
    expect((await list()).body).toEqual(before.body);
  });

  test.each(cases)('a good one is not changed to %s', async (_what, given, ...pointers) => {
    const { id } = await hub.subscribe(`${receiver.url}/good`, { event_types: ['i_unack'] });
    const path = `/outbound-webhooks/${id}`;
    const before = await asAdmin('GET', path);
    // The secret has a request of its own.
    const field = 'secret' in given ? `${path}/rotate-secret` : path;
    const method = 'secret' in given ? 'POST' : 'PATCH';
    expectProblem(await asAdmin(method, field, { name: 'New', ...given }), {
      ...invalid(),
      pointers: 'secret' in given ? ['/name'] : pointers,
    });
    expect((await asAdmin('GET', path)).body).toEqual(before.body);
    await asAdmin('DELETE', path);
  });

  test('the service of another tenant is unknown', async () => {
    const wanted = { name: 'Bad', url: receiver.url, event_types: '*' };
    const services = ['Checkout', stranger.serviceId];
    const reply = await asAdmin('POST', '/outbound-webhooks', { ...wanted, services });
    expectProblem(reply, invalid('/services/1'));
  });

  test.each([
    ['half a body', '{"name":', 'invalid_json'],
    ['a name twice', '{"name":"a","name":"b"}', 'duplicate_key'],
    ['nothing but blanks', ' ', 'empty_body'],
  ])('%s is 400', async (_what, body, code) => {
    expectProblem(await asAdmin('POST', '/outbound-webhooks', body), { status: 400, code });
  });

  test.each(['i_new', '/../x', 'whk_nothing', '%00', 'a'.repeat(5_000)])(
    'none is found by %s',
    async (id) => {
      const path = `/outbound-webhooks/${encodeURIComponent(id)}`;
      for (const method of ['GET', 'DELETE']) {
        expect((await asAdmin(method, path)).status).toBeGreaterThanOrEqual(400);
      }
    },
  );

  test('who is no admin makes, sees the headers of, and changes none', async () => {
    const wanted = { name: 'Bob’s', url: receiver.url, event_types: '*' };
    const forbidden = { status: 403, code: 'forbidden' };
    expectProblem(await asBob('/outbound-webhooks', wanted), forbidden);
    expectProblem(await asBob('/custom-actions', wanted), forbidden);
    const headers = { 'x-token': 'hunter2' };
    const { id } = await hub.subscribe(`${receiver.url}/x`, { event_types: ['i_unack'], headers });
    expectProblem(
      await ask(bob.key, 'PATCH', `/outbound-webhooks/${id}`, { name: 'x' }),
      forbidden,
    );
    expectProblem(await ask(bob.key, 'DELETE', `/outbound-webhooks/${id}`), forbidden);
    for (const key of [bob.key, hub.company.apiKey]) {
      expect((await ask(key, 'GET', `/outbound-webhooks/${id}`)).text).not.toContain('hunter2');
    }
    expectProblem(await ask(stranger.key, 'GET', `/outbound-webhooks/${id}`), {
      status: 404,
      code: 'not_found',
    });
    await asAdmin('DELETE', `/outbound-webhooks/${id}`);
  });
});

function manyHeaders(count: number, bytes: number): Record<string, string> {
  const entries = Array.from({ length: count }, (_, index) => [`x-${index}`, 'b'.repeat(bytes)]);
  return Object.fromEntries(entries);
}
