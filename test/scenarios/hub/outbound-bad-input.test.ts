import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { BulkResult } from '../../../src/incidents/command-schemas.ts';
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

/** Waits until the incident is triaged: nothing else changes it by itself. */
async function triaged(id: string): Promise<void> {
  const ended = async () => expect((await hub.incident(id)).triage).not.toBe('triaging');
  await vi.waitFor(ended, { timeout: 60_000, interval: 50 });
}

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
  await Promise.all(ids.map(triaged));
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
    const changes = { name: 'New', ...given };
    expectProblem(await asAdmin('PATCH', path, changes), invalid(...pointers));
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

  test.each([
    ['an event type', 'i_new'],
    ['a path', '/../x'],
    ['an id of nothing', 'whk_nothing'],
    ['NUL', '\0'],
    ['5,000 characters', 'a'.repeat(5_000)],
  ])('none is found by %s', async (_what, id) => {
    const path = `/outbound-webhooks/${encodeURIComponent(id)}`;
    for (const method of ['GET', 'DELETE']) {
      const { status, body } = await asAdmin(method, path);
      expect([404, 414, 422]).toContain(status);
      expect(body.code).toMatch(/./);
    }
  });

  test('who is no admin makes, sees the headers of, and changes none', async () => {
    const wanted = { name: 'Bob’s', url: receiver.url, event_types: '*' };
    const forbidden = { status: 403, code: 'forbidden' };
    expectProblem(await asBob('/outbound-webhooks', wanted), forbidden);
    const button = { name: 'Bob’s', url: receiver.url };
    expectProblem(await asBob('/custom-actions', button), forbidden);
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

describe('a custom action that cannot be', () => {
  test.each<[string, object, string]>([
    ['a file', { url: 'file:///etc/passwd' }, '/url'],
    ['a private address', { url: 'http://192.168.0.1/' }, '/url'],
    ['10,000 bytes of headers', { headers: manyHeaders(10, 1_000) }, '/headers'],
    ['of an unknown service', { service_id: 'Nowhere' }, '/service_id'],
    ['with event types', { event_types: ['i_new'] }, '/event_types'],
    ['a CA that is no certificate', { ca: 'hello' }, '/ca'],
  ])('%s is refused', async (_what, given, pointer) => {
    const wanted = { name: 'Bad', url: receiver.url, ...given };
    expectProblem(await asAdmin('POST', '/custom-actions', wanted), invalid(pointer));
  });

  test('the sixth of a service', async () => {
    const { id } = await hub.admin.post('/services', { name: 'Busy' });
    const wanted = { name: 'Button', url: receiver.url, service_id: id };
    for (let number = 1; number <= 5; number++) await hub.admin.post('/custom-actions', wanted);
    const reply = await asAdmin('POST', '/custom-actions', wanted);
    expectProblem(reply, { status: 409, code: 'too_many_actions' });
    const { body } = await asAdmin('GET', '/custom-actions?limit=200');
    const ofBusy = body.data.filter(
      (one: { service: { id: string } | null }) => one.service?.id === id,
    );
    expect(ofBusy).toHaveLength(5);
  });
});

describe('a template', () => {
  test('sends variables that name nothing as they stand, and warns of them', async () => {
    const template = {
      known: '{{incident.title}}',
      typo: '{{incident.tilte}}',
      mixed: 'Of {{incident.nothing.at.0.all}} and {{event_type}}',
      person: '{{person.person_name}}',
      later: '{{incident.fields.none}}',
      root: '{{nothing}}',
      open: '{{incident.title',
      empty: '{{}} {{ }}',
      inherited: '{{incident.constructor.name}} {{__proto__}}',
      list: ['{{incident.responders.7.email}}', 7, null, true],
      typed: ['{{incident.alert_cnt}}', '{{incident.labels}}', '{{incident.responders}}'],
    };
    const made = await hub.subscribe(`${receiver.url}/template`, {
      event_types: ['i_new'],
      template,
    });
    const warnings = made.warnings.join('\n');
    for (const path of ['incident.tilte', 'incident.nothing.at.0.all', 'nothing']) {
      expect(warnings).toContain(path);
    }
    expect(warnings).not.toContain('event_type');
    expect(warnings).not.toContain('person_name');
    await hub.fire({ external_id: 'template', title: 'Shop is slow' });
    await hub.settled();
    const request = receiver.requests.find(({ path }) => path === '/template');
    expect(JSON.parse(request?.body.toString() ?? '')).toEqual({
      ...template,
      known: 'Shop is slow',
      mixed: 'Of {{incident.nothing.at.0.all}} and i_new',
      typed: [1, {}, []],
    });
    await asAdmin('DELETE', `/outbound-webhooks/${made.id}`);
  });
});

describe('an endpoint that cannot be reached as it should', () => {
  interface Attempt {
    readonly outcome: string;
    readonly status: number | null;
    readonly error: string | null;
    readonly detail: string | null;
  }

  /** The first attempt for the next event of an incident that is opened now. */
  async function attemptOf(rig: HubRig, key: string, body: object): Promise<Attempt> {
    const webhook = await rig.api(key, 'POST', '/outbound-webhooks', {
      name: 'Out of reach',
      event_types: ['i_new'],
      retry: { max_attempts: 1 },
      ...body,
    });
    await rig.api(key, 'POST', '/incidents', { title: 'Shop is slow' });
    const attempt = await firstAttempt(rig, key, webhook.id);
    await rig.api(key, 'DELETE', `/outbound-webhooks/${webhook.id}`);
    return attempt;
  }

  async function firstAttempt(rig: HubRig, key: string, webhookId: string): Promise<Attempt> {
    const path = `/outbound-webhooks/${webhookId}/deliveries`;
    const rows = async (): Promise<Attempt[]> => (await rig.api(key, 'GET', path)).data;
    await expect.poll(async () => (await rows()).length, { timeout: 10_000 }).toBe(1);
    const [attempt] = await rows();
    if (!attempt) throw new Error('There is no attempt.');
    return attempt;
  }

  test('its address is no longer allowed: nothing is sent, and the history says so', async () => {
    const database = await createTestDatabase();
    const env = {
      DATABASE_URL: database.url,
      TOCSIN_SECRET_KEY: Buffer.alloc(32, 5).toString('base64'),
    };
    const there = await startReceiver();
    let rig = await openHubRig({ ...env, OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8' });
    const key = rig.owner.apiKey;
    try {
      const wanted = {
        name: 'Inside',
        url: `${there.url}/secret-path`,
        event_types: ['i_new'],
        retry: { max_attempts: 1 },
      };
      const { id } = await rig.api(key, 'POST', '/outbound-webhooks', wanted);
      await rig.close();
      rig = await openHubRig(env);
      await rig.api(key, 'POST', '/incidents', { title: 'Shop is slow' });
      const attempt = await firstAttempt(rig, key, id);
      expect(attempt).toMatchObject({ outcome: 'dead', status: null, error: 'blocked_address' });
      expect(attempt.detail).not.toContain('secret-path');
      const test = await rig.api(key, 'POST', `/outbound-webhooks/${id}/test`, {});
      expect(test).toMatchObject({ outcome: 'dead', attempt: { error: 'blocked_address' } });
      expect(there.connections()).toBe(0);
      const again = await rig.post('/api/v1/outbound-webhooks', wanted, {
        authorization: `Bearer ${key}`,
      });
      expectProblem(again, invalid('/url'));
    } finally {
      await rig.close();
      await there.close();
      await database.drop();
    }
  });

  test('a certificate that nobody vouches for is refused, and no request is made', async () => {
    const there = await startReceiver({ tls: true });
    const other = await startReceiver({ tls: true });
    try {
      for (const ca of [{}, { ca: other.ca }]) {
        const attempt = await attemptOf(hub.rig, hub.company.apiKey, { url: there.url, ...ca });
        expect(attempt).toMatchObject({ outcome: 'dead', status: null, error: 'tls_failed' });
      }
      expect(there.requests).toEqual([]);
      for (const trust of [{ ca: there.ca }, { ca: there.ca + other.ca }, { verify_tls: false }]) {
        const attempt = await attemptOf(hub.rig, hub.company.apiKey, { url: there.url, ...trust });
        expect(attempt, JSON.stringify(trust)).toMatchObject({
          outcome: 'delivered',
          status: 200,
          error: null,
        });
      }
    } finally {
      await there.close();
      await other.close();
    }
  });

  test('a redirect is not followed, least of all inside', async () => {
    const inside = await startReceiver();
    const there = await startReceiver();
    there.respondWith({ status: 302, headers: { location: inside.url } });
    try {
      const attempt = await attemptOf(hub.rig, hub.company.apiKey, { url: there.url });
      expect(attempt).toMatchObject({ outcome: 'dead', status: 302, error: 'redirect' });
      expect(inside.connections()).toBe(0);
    } finally {
      await there.close();
      await inside.close();
    }
  });

  test('nobody listens', async () => {
    const gone = await startReceiver();
    await gone.close();
    const attempt = await attemptOf(hub.rig, hub.company.apiKey, { url: gone.url });
    expect(attempt).toMatchObject({ outcome: 'dead', error: 'connection_refused' });
  });

  test('a custom action that fails says so, and leaves nothing on the timeline', async () => {
    const button = { name: 'Fails', url: `${receiver.url}/fails` };
    const { id: action_id } = await hub.admin.post('/custom-actions', button);
    receiver.respondWith(({ path }) =>
      path === '/fails' ? { status: 500, body: '{"message":"The robot is out."}' } : 200,
    );
    const id = await opened();
    await changingNothing([id], async () => {
      const reply = await asBob(`/incidents/${id}/run-action`, { action_id });
      expect(reply).toMatchObject({
        status: 200,
        body: { outcome: 'dead', status: 500, error: 'http_500', message: 'The robot is out.' },
      });
    });
    receiver.respondWith(200);
  });
});

/** What may be asked of an incident: a method, a path below the incident, and a body that is good. */
interface Command {
  readonly name: string;
  /** Default POST. */
  readonly method?: string;
  readonly path: string;
  readonly body: () => object;
}

/** Open all the time; what a merge would take. */
let spare: string;
const COMMANDS: readonly Command[] = [
  { name: 'acknowledge', path: '/acknowledge', body: () => ({}) },
  { name: 'unacknowledge', path: '/unacknowledge', body: () => ({}) },
  { name: 'assign', path: '/assign', body: () => ({ people: [ann.id] }) },
  { name: 'add-responders', path: '/add-responders', body: () => ({ people: [ann.id] }) },
  { name: 'snooze', path: '/snooze', body: () => ({ minutes: 5 }) },
  { name: 'wake', path: '/wake', body: () => ({}) },
  { name: 'merge', path: '/merge', body: () => ({ sources: [spare] }) },
  { name: 'resolve', path: '/resolve', body: () => ({ resolution: 'Done' }) },
  { name: 'reopen', path: '/reopen', body: () => ({ reason: 'Again' }) },
  { name: 'comment', path: '/comment', body: () => ({ text: 'Hm' }) },
  { name: 'run-action', path: '/run-action', body: () => ({ action_id: action }) },
  { name: 'edit', method: 'PATCH', path: '', body: () => ({ title: 'New', impact: 'None' }) },
];
const NEEDS_OPEN = COMMANDS.slice(0, 7);
const NOWHERE = 'inc_01j00000000000000000000000';

const command = (key: string, { method = 'POST', path, body }: Command, id: string) =>
  ask(key, method, `/incidents/${id}${path}`, body());

describe('a command', () => {
  let closed: string;
  let target: string;
  let merged: string;

  beforeAll(async () => {
    spare = await opened({ title: 'Spare' });
    closed = await opened({ title: 'Closed' });
    await ann.post(`/incidents/${closed}/resolve`);
    target = await opened({ title: 'Target' });
    merged = await opened({ title: 'Merged' });
    await ann.post(`/incidents/${target}/merge`, { sources: [merged] });
  });

  test.each(NEEDS_OPEN)('$name is refused by a closed incident, which says what it takes', (one) =>
    changingNothing([closed, spare], async () => {
      const reply = await command(bob.key, one, closed);
      expectProblem(reply, { status: 409, code: 'incident_closed' });
      expect(reply.body.allowed_commands).toEqual(['reopen', 'comment', 'edit', 'run_action']);
    }),
  );

  test('resolve changes only the texts of a closed incident', async () => {
    await heard();
    const before = await hub.incident(closed);
    const resolve = () => asBob(`/incidents/${closed}/resolve`, { resolution: 'Done' });
    const { status, body } = await resolve();
    expect([status, body.resolution, body.closer]).toEqual([200, 'Done', before.closer]);
    expect(await heard()).toEqual(['i_r_rsltn']);
    await changingNothing([closed], resolve);
  });

  test('what a closed incident takes, it takes without being opened', async () => {
    await heard();
    for (const one of COMMANDS.filter(({ name }) => /comment|run-action|edit/.test(name))) {
      expect((await command(bob.key, one, closed)).status, one.name).toBe(200);
    }
    expect((await hub.incident(closed)).progress).toBe('closed');
    expect(await heard()).toEqual(['i_comm', 'i_custom', 'i_r_title', 'i_r_impact']);
  });

  test.each(COMMANDS)('$name is refused by a merged incident, which says where it went', (one) =>
    changingNothing([merged, target, spare], async () => {
      const reply = await command(bob.key, one, merged);
      expectProblem(reply, { status: 409, code: 'incident_merged' });
      expect(reply.body).toMatchObject({ merged_into: target, allowed_commands: [] });
    }),
  );

  test.each(COMMANDS)(
    '$name finds no incident that is unknown or another tenant’s',
    async (one) => {
      const shown = () => ask(stranger.key, 'GET', `/incidents/${theirs}`);
      const before = (await shown()).body;
      await changingNothing([spare], async () => {
        for (const id of [NOWHERE, theirs, 'whatever', 'a'.repeat(80)]) {
          expectProblem(await command(bob.key, one, id), { status: 404, code: 'not_found' });
        }
      });
      expect((await shown()).body).toEqual(before);
    },
  );

  test.each(COMMANDS)(
    '$name is for those who may respond, and for nobody without a key',
    async (one) => {
      const viewer = await hub.admin.post('/api-keys', { name: 'Wall', scope: 'viewer' });
      await changingNothing([spare], async () => {
        expectProblem(await command(viewer.key, one, spare), { status: 403, code: 'forbidden' });
        const nobody = await command('tsk_nobody', one, spare);
        expectProblem(nobody, { status: 401, code: 'unauthenticated' });
      });
    },
  );

  test.each<[string, string, unknown, ...string[]]>([
    ['for no time', 'snooze', { minutes: 0 }, '/minutes'],
    ['for more than a week', 'snooze', { minutes: 10_081 }, '/minutes'],
    ['into the past', 'snooze', { minutes: -5 }, '/minutes'],
    ['for half a minute', 'snooze', { minutes: 0.5 }, '/minutes'],
    ['for a text', 'snooze', { minutes: '5' }, '/minutes'],
    ['for nobody knows how long', 'snooze', {}, '/minutes'],
    ['nobody', 'assign', { people: [] }, '/people'],
    ['nothing', 'assign', {}, '/people'],
    ['an unknown id', 'assign', { people: ['usr_nobody'] }, '/people/0'],
    [
      'an unknown address',
      'assign',
      { people: ['ann@acme.example', 'x@acme.example'] },
      '/people/1',
    ],
    ['an empty name', 'assign', { people: ['ann@acme.example', ''] }, '/people/1'],
    ['a text', 'assign', { people: 'ann@acme.example' }, '/people'],
    [
      'two unknown',
      'add-responders',
      { people: ['ann@acme.example', 'x', 'y'] },
      '/people/1',
      '/people/2',
    ],
    ['somebody elsewhere', 'add-responders', { people: ['eve@other.example'] }, '/people/0'],
    ['nothing', 'merge', { sources: [] }, '/sources'],
    ['an unknown incident', 'merge', { sources: [NOWHERE] }, '/sources/0'],
    ['21 incidents', 'merge', { sources: Array(21).fill(NOWHERE) }, '/sources'],
    ['nothing', 'comment', { text: '' }, '/text'],
    ['blanks', 'comment', { text: ' \n' }, '/text'],
    ['a novel', 'comment', { text: 'a'.repeat(10_001) }, '/text'],
    ['without a reason', 'reopen', {}, '/reason'],
    ['with a number', 'resolve', { resolution: 7 }, '/resolution'],
    ['for somebody else', 'acknowledge', { person: 'usr_other' }, '/person'],
    ['of no name', 'run-action', {}, '/action_id'],
  ])('%s: %s is 422 and does nothing', (_what, name, body, ...pointers) =>
    changingNothing([spare], async () => {
      expectProblem(
        await asBob(`/incidents/${spare}/${name}`, body as object),
        invalid(...pointers),
      );
    }),
  );

  test.each<[string, object, ...string[]]>([
    ['an empty title', { title: ' ', impact: 'Kept out' }, '/title'],
    ['an unknown severity', { severity: 'urgent', impact: 'Kept out' }, '/severity'],
    ['nothing', {}, ''],
    ['a field of nobody', { status: 'ok' }, '/status'],
    [
      'custom fields that are none',
      { impact: 'Kept out', custom_fields: { a: 1, b: 2 } },
      '/custom_fields/a',
      '/custom_fields/b',
    ],
  ])('an edit with %s is 422, and its other fields are left too', (_what, body, ...pointers) =>
    changingNothing([spare], async () => {
      expectProblem(await ask(bob.key, 'PATCH', `/incidents/${spare}`, body), invalid(...pointers));
    }),
  );

  test('a member of another tenant is nobody here', () =>
    changingNothing([spare], async () => {
      const people = [ann.id, stranger.memberId];
      for (const name of ['assign', 'add-responders']) {
        expectProblem(await asBob(`/incidents/${spare}/${name}`, { people }), invalid('/people/1'));
      }
    }));

  test('an action of another service, of another tenant, or a webhook is not run', async () => {
    const service_id = (await hub.admin.post('/services', { name: 'Elsewhere' })).id;
    const button = { name: 'Elsewhere', url: `${receiver.url}/elsewhere` };
    const elsewhere = (await hub.admin.post('/custom-actions', { ...button, service_id })).id;
    const foreign = await ask(stranger.key, 'POST', '/custom-actions', button);
    const webhook = await hub.subscribe(`${receiver.url}/elsewhere`, { event_types: ['i_unack'] });
    const run = (action_id: string) => asBob(`/incidents/${spare}/run-action`, { action_id });
    await changingNothing([spare], async () => {
      const notOffered = { status: 409, code: 'action_not_offered' };
      expectProblem(await run(elsewhere), notOffered);
      for (const id of [foreign.body.id, webhook.id, 'act_nothing']) {
        expectProblem(await run(id), { status: 404, code: 'not_found' });
      }
    });
    expect(receiver.requests.filter(({ path }) => path === '/elsewhere')).toEqual([]);
  });
});

describe('a merge', () => {
  test('of an incident with itself is 422', async () => {
    const id = await opened();
    await changingNothing([id], async () => {
      for (const sources of [[id], [id, id.toUpperCase()]]) {
        expectProblem(await asBob(`/incidents/${id}/merge`, { sources }), invalid('/sources'));
      }
    });
  });

  test('of a source that is named twice, and beside the target, moves it once', async () => {
    const [id, source] = [await opened(), await opened()];
    await heard();
    const sources = [source, id, source.toUpperCase()];
    const { status } = await asBob(`/incidents/${id}/merge`, { sources });
    expect([status, (await heard()).toSorted()]).toEqual([200, ['i_merge', 'i_rslv']]);
    expect(await hub.incident(source)).toMatchObject({ merged_into: id, closed_by: 'merge' });
  });

  test('that has been done is done, and says nothing again', async () => {
    const [id, source] = [await opened(), await opened()];
    const merge = () => asBob(`/incidents/${id}/merge`, { sources: [source], title: 'Together' });
    expect((await merge()).status).toBe(200);
    await changingNothing([id, source], async () => expect((await merge()).status).toBe(200));
  });

  test.each([
    ['closed', 'source_closed'],
    ['merged', 'source_merged'],
  ])('of a good source and one that is %s takes neither', async (state, code) => {
    const [id, good, bad, other] = [await opened(), await opened(), await opened(), await opened()];
    if (state === 'closed') await ann.post(`/incidents/${bad}/resolve`);
    else await ann.post(`/incidents/${other}/merge`, { sources: [bad] });
    await changingNothing([id, good, bad, other], async () => {
      const reply = await asBob(`/incidents/${id}/merge`, { sources: [good, bad], title: 'New' });
      expectProblem(reply, { status: 409, code });
      expect(reply.body.source).toBe(bad);
      if (state === 'merged') expect(reply.body.merged_into).toBe(other);
    });
  });

  test('of a good source and an unknown or foreign one takes neither', async () => {
    const [id, good] = [await opened(), await opened()];
    await changingNothing([id, good], async () => {
      const sources = [good, NOWHERE, theirs];
      const reply = await asBob(`/incidents/${id}/merge`, { sources });
      expectProblem(reply, invalid('/sources/1', '/sources/2'));
    });
  });

  test('into a closed incident takes nothing', async () => {
    const [id, source] = [await opened(), await opened()];
    await ann.post(`/incidents/${id}/resolve`);
    await changingNothing([id, source], async () => {
      const reply = await asBob(`/incidents/${id}/merge`, { sources: [source] });
      expectProblem(reply, { status: 409, code: 'incident_closed' });
    });
  });
});

describe('two people at once', () => {
  const both = (name: string, id: string, body: object = {}) =>
    Promise.all([ann, bob].map(({ key }) => ask(key, 'POST', `/incidents/${id}/${name}`, body)));

  /** What is told of an incident while they do it. */
  async function toldOf(id: string, act: () => Promise<readonly HubReply[]>) {
    await heard();
    const replies = await act();
    await hub.settled();
    const events = told.incidents();
    expect(events.every(({ incident }) => incident.incident_id === id)).toBe(true);
    return { replies, events, types: events.map(({ event_type }) => event_type) };
  }
  const ok = (replies: readonly HubReply[]) =>
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));

  test('acknowledge: one event for each, and the first one’s time stays', async () => {
    const id = await opened();
    const { replies, events } = await toldOf(id, () => both('acknowledge', id));
    ok(replies);
    expect(events.map(({ event_type }) => event_type)).toEqual(['i_ack', 'i_ack']);
    const people = events.map(({ person }) => person?.person_name);
    expect(people.toSorted()).toEqual(['Ann', 'Bob']);
    expect(events[1]?.incident.ack_time).toBe(events[0]?.incident.ack_time);
    expect(events.map(({ incident }) => incident.responders.length)).toEqual([1, 2]);
  });

  test('and one five times: told once', async () => {
    const id = await opened();
    const press = () => asBob(`/incidents/${id}/acknowledge`);
    const { replies, types } = await toldOf(id, () =>
      Promise.all(Array.from({ length: 5 }, press)),
    );
    ok(replies);
    expect(types).toEqual(['i_ack']);
  });

  test.each([
    ['assign', () => ({ people: [ann.id, bob.id] }), 'i_assign'],
    ['add-responders', () => ({ people: [bob.id] }), 'i_a_rspd'],
    ['resolve', () => ({}), 'i_rslv'],
    ['snooze', () => ({ minutes: 5 }), 'i_snooze'],
  ] as const)('%s alike: told once', async (name, body, type) => {
    const id = await opened();
    const { replies, types } = await toldOf(id, () => both(name, id, body()));
    ok(replies);
    expect(types).toEqual([type]);
  });

  test('wake it: told once', async () => {
    const id = await opened();
    await ann.post(`/incidents/${id}/snooze`, { minutes: 5 });
    const { replies, types } = await toldOf(id, () => both('wake', id));
    ok(replies);
    expect(types).toEqual(['i_wake']);
  });

  test('reopen it: told once', async () => {
    const id = await opened();
    await ann.post(`/incidents/${id}/resolve`);
    const { replies, types } = await toldOf(id, () => both('reopen', id, { reason: 'Again' }));
    ok(replies);
    expect(types).toEqual(['i_reopen']);
  });

  test('assign different people: the last event is what holds', async () => {
    const id = await opened();
    const { replies, events } = await toldOf(id, () =>
      Promise.all([ann, bob].map((who) => asBob(`/incidents/${id}/assign`, { people: [who.id] }))),
    );
    ok(replies);
    expect(events.map(({ incident }) => incident.assigned_to?.type)).toEqual([
      'assign',
      'reassign',
    ]);
    const { responders } = await hub.incident(id);
    const ids = responders.map(({ person_id }) => person_id);
    expect(events[1]?.incident.responder_ids).toEqual(ids);
    expect(ids).toHaveLength(1);
  });

  test('set a field alike: told once; differently: each, and the last holds', async () => {
    const id = await opened();
    const title = (...titles: string[]) =>
      Promise.all(titles.map((one) => ask(bob.key, 'PATCH', `/incidents/${id}`, { title: one })));
    const alike = await toldOf(id, () => title('Same', 'Same'));
    ok(alike.replies);
    expect(alike.types).toEqual(['i_r_title']);
    const { replies, events } = await toldOf(id, () => title('One', 'Two'));
    ok(replies);
    expect(events.map(({ incident }) => incident.title).toSorted()).toEqual(['One', 'Two']);
    expect((await hub.incident(id)).title).toBe(events[1]?.incident.title);
  });

  test('merge one source into two targets: one gets it, the other is told where it went', async () => {
    const [one, two, source] = [await opened(), await opened(), await opened()];
    const replies = await Promise.all(
      [one, two].map((id) => asBob(`/incidents/${id}/merge`, { sources: [source] })),
    );
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const { merged_into } = await hub.incident(source);
    const lost = replies.find(({ status }) => status === 409);
    expect(lost?.body).toMatchObject({ code: 'source_merged', merged_into });
    expect((await heard()).filter((type) => type === 'i_merge')).toHaveLength(1);
  });

  test('merge two incidents into each other: one of them stays', async () => {
    const ids = [await opened(), await opened()] as const;
    const [one, two] = ids;
    const replies = await Promise.all([
      asBob(`/incidents/${one}/merge`, { sources: [two] }),
      asBob(`/incidents/${two}/merge`, { sources: [one] }),
    ]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const states = await Promise.all(ids.map(hub.incident));
    expect(states.map(({ progress }) => progress).toSorted()).toEqual(['closed', 'triggered']);
  });

  test('press a custom action with one key: it is called once', async () => {
    const id = await opened();
    const calls = () => receiver.requests.filter(({ path }) => path === '/restart').length;
    const before = calls();
    const key = { 'idempotency-key': 'press-1' };
    const press = () =>
      ask(bob.key, 'POST', `/incidents/${id}/run-action`, { action_id: action }, key);
    const { replies, types } = await toldOf(id, () => Promise.all([press(), press(), press()]));
    ok(replies);
    expect(new Set(replies.map(({ body }) => body.delivery_id)).size).toBe(1);
    expect(types).toEqual(['i_custom']);
    expect(calls()).toBe(before + 1);
  });
});

describe('a bulk command', () => {
  const bulk = (name: string, body: object) => asBob(`/incidents/bulk/${name}`, body);

  test.each([
    ['101 incidents', Array.from({ length: 101 }, (_, index) => `inc_${index}`)],
    ['none', []],
  ])('for %s is 422', async (_what, incidents) => {
    expectProblem(await bulk('acknowledge', { incidents }), invalid('/incidents'));
  });

  test.each<[string, object, string]>([
    ['snooze', { minutes: 0 }, '/minutes'],
    ['snooze', { minutes: 10_081 }, '/minutes'],
    ['assign', { people: [] }, '/people'],
    ['assign', { people: ['usr_nobody'] }, '/people/0'],
    ['comment', { text: '' }, '/text'],
    ['reopen', {}, '/reason'],
  ])('%s %j is 422 as a whole', async (name, body, pointer) => {
    const ids = [await opened(), await opened()];
    await changingNothing(ids, async () => {
      expectProblem(await bulk(name, { incidents: ids, ...body }), invalid(pointer));
    });
  });

  test('says of each what became of it, and does the good ones', async () => {
    const [open, again, closed, merged, target] = [
      await opened(),
      await opened(),
      await opened(),
      await opened(),
      await opened(),
    ];
    await ann.post(`/incidents/${closed}/resolve`);
    await ann.post(`/incidents/${target}/merge`, { sources: [merged] });
    await heard();
    const incidents = [open, closed, again, merged, NOWHERE, theirs, open.toUpperCase()];
    const { status, body } = await bulk('acknowledge', { incidents });
    expect(status).toBe(200);
    const results: BulkResult[] = body.data;
    expect(results.map(({ id }) => id)).toEqual(
      [...new Set([open, closed, again, merged, NOWHERE, theirs])].sort(),
    );
    const of = (id: string) => results.find((one) => one.id === id);
    for (const id of [open, again])
      expect(of(id)).toEqual({ id, ok: true, progress: 'acknowledged' });
    expect(of(closed)).toMatchObject({ ok: false, error: { code: 'incident_closed' } });
    expect(of(merged)).toMatchObject({ error: { code: 'incident_merged', merged_into: target } });
    for (const id of [NOWHERE, theirs]) {
      expect(of(id)).toMatchObject({ ok: false, error: { code: 'not_found' } });
    }
    expect(await heard()).toEqual(['i_ack', 'i_ack']);
  });

  test('runs an action where there is one to run, and says where not', async () => {
    const [open, merged, target] = [await opened(), await opened(), await opened()];
    await ann.post(`/incidents/${target}/merge`, { sources: [merged] });
    await heard();
    const incidents = [open, merged, NOWHERE, theirs];
    const { status, body } = await bulk('run-action', { incidents, action_id: action });
    expect(status).toBe(200);
    const of = (id: string) => body.data.find((one: BulkResult) => one.id === id);
    expect(of(open)).toMatchObject({ ok: true, run: { outcome: 'delivered', status: 200 } });
    expect(of(merged)).toMatchObject({ ok: false, error: { code: 'incident_merged' } });
    for (const id of [NOWHERE, theirs]) {
      expect(of(id)).toMatchObject({ ok: false, error: { code: 'not_found' } });
    }
    expect(await heard()).toEqual(['i_custom']);
    const none = await bulk('run-action', { incidents: [open], action_id: 'act_nothing' });
    expect(none.body.data).toMatchObject([{ id: open, ok: false, error: { code: 'not_found' } }]);
    expectProblem(await bulk('run-action', { incidents: [open] }), invalid('/action_id'));
  });

  test('for 100 incidents is done for each', async () => {
    const incidents = await Promise.all(Array.from({ length: 100 }, () => opened()));
    await heard();
    const { status, body } = await bulk('resolve', { incidents, resolution: 'Over' });
    expect(status).toBe(200);
    expect(body.data.every(({ ok }: BulkResult) => ok)).toBe(true);
    const types = await heard();
    for (const type of ['i_r_rsltn', 'i_rslv']) {
      expect(types.filter((one) => one === type)).toHaveLength(100);
    }
    expect(types).toHaveLength(200);
  });
});

function manyHeaders(count: number, bytes: number): Record<string, string> {
  const entries = Array.from({ length: count }, (_, index) => [`x-${index}`, 'b'.repeat(bytes)]);
  return Object.fromEntries(entries);
}
