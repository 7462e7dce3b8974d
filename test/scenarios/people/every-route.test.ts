import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../../src/store/tables.ts';
import { openPeopleRig, type PeopleRig } from './people-rig.ts';
import { type Schema, sampleOf } from './sample-body.ts';

// Whatever the OpenAPI document describes, asked by everybody who must not do it. A route that is
// added is asked too: reading is for viewers and writing for admins unless a line below says so.

type Needs = Role | 'operator' | 'runner';

/** Who may at least do what; the first that matches decides. */
const NEEDS: readonly (readonly [RegExp, Needs])[] = [
  [/^POST \/runner\//, 'runner'],
  [/ \/(tenants(\/\{slug\})?|erased-tenants|password-reset\/link)$/, 'operator'],
  [/^(GET|DELETE) \/sessions(\/\{id\})?$/, 'viewer'],
  [/^PATCH \/session$/, 'viewer'],
  [/^GET \/(audit|api-keys|invitations|tenant\/webhook-secret)$/, 'admin'],
  [/^GET \/(outbound-webhooks|custom-actions)(\/\{id\})?$/, 'admin'],
  [/^GET \/(notifications|chat-channels(\/\{id\})?|.*\/notification-preferences)$/, 'admin'],
  [/^GET \/hubs\/\{id\}\/(subscribers|notices\/\{notice\}\/messages)$/, 'admin'],
  [/^POST \/hubs\/\{id\}\/notices\/preview$/, 'responder'],
  [/^GET \/(.*\/)?deliveries/, 'responder'],
  [/^POST \/(deliveries\/\{id\}\/replay|integrations\/\{id\}\/test)$/, 'responder'],
  [/^POST \/routing-rules\/preview$/, 'responder'],
  [/^POST \/(changes|recipes\/validate|remediation\/stop)$/, 'responder'],
  [/^POST \/(proposals|runs)\//, 'responder'],
  [/^(POST|PATCH|DELETE) \/hubs\/\{id\}\/(reports|maintenances)(\/|$)/, 'responder'],
  [/^POST \/(incidents|alerts)(\/|$)/, 'responder'],
  [/^PATCH \/incidents\//, 'responder'],
  [/ \/saved-views(\/|$)/, 'viewer'],
  [/^GET /, 'viewer'],
  [/^/, 'admin'],
];

/** Asked by who is not known yet. */
const PUBLIC = [
  'GET /formats',
  'GET /sign-in-options',
  'GET /webhooks/generic/schema',
  'POST /invitations/accept',
  'POST /invitations/preview',
  'POST /password-reset',
  'POST /password-reset/confirm',
  'POST /runner/register',
  'POST /setup',
];

/** What it is asked for by name is made under that name. */
const MADE_BY_NAME = 'PUT /recipe-secrets/{name}';

/** Where the smallest body that the schema takes is not enough to be looked at. */
const BODIES: Readonly<Record<string, object>> = {
  'POST /incidents/{id}/assign': { people: ['known@shop.example'] },
  'POST /incidents/{id}/add-responders': { people: ['known@shop.example'] },
  'POST /routing-rules': { name: 'sample', condition: 'true', actions: {} },
};

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

let rig: PeopleRig;
let operations: readonly Operation[];
let open: readonly string[];

beforeAll(async () => {
  rig = await openPeopleRig({ TRUST_PROXY: '1' });
  const { body: document } = await rig.browser().send('GET', '/openapi.json');
  const described = describedBy(document).filter(({ name }) => !isSenders(name));
  open = described.filter(({ isOpen }) => isOpen).map(({ name }) => name);
  operations = described.filter(({ isOpen }) => !isOpen);
});
afterAll(() => rig.close());

/** Alerts come with credentials of their own, which their formats' tests are about. */
const isSenders = (name: string) => /^POST \/webhooks\//.test(name);

interface Described {
  readonly security: readonly Record<string, unknown>[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> };
}

function describedBy(document: { paths: Record<string, Record<string, Described>> }) {
  return Object.entries(document.paths)
    .filter(([path]) => path.startsWith('/api/v1/'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { security, requestBody }]) => {
        const short = path.slice('/api/v1'.length);
        const name = `${method.toUpperCase()} ${short}`;
        const schema = requestBody?.content['application/json']?.schema;
        const body = BODIES[name] ?? (schema && sampleOf(schema, document));
        const isOpen = security.length === 0 || name === 'GET /session';
        return { name, method: method.toUpperCase(), path: short, body, isOpen };
      }),
    );
}

/** The status alone: a stream is left as soon as it answers. */
async function statusOf(
  operation: Operation,
  headers: Record<string, string>,
  ids: (path: string) => string = (path) => path.replaceAll(/\{\w+\}/g, 'of_nobody'),
): Promise<number> {
  const leave = new AbortController();
  const { method, path, body } = operation;
  const response = await fetch(`${rig.base}/api/v1${ids(path)}`, {
    method,
    signal: leave.signal,
    headers: {
      ...headers,
      ...(body === undefined
        ? { 'x-requested-with': 'tocsin' }
        : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { status } = response;
  leave.abort();
  return status;
}

async function cookieOf(role: Role, tenant = 'default'): Promise<Record<string, string>> {
  const person = await rig.member(`${role}@${tenant}.example`, role, tenant);
  const cookie = [...person.cookies].map((pair) => pair.join('=')).join('; ');
  return { cookie, origin: rig.base };
}

const needsOf = (name: string) => NEEDS.find(([pattern]) => pattern.test(name))?.[1];

test('what needs no credential is a short list', () => {
  expect(open.toSorted()).toEqual([...PUBLIC, 'GET /session'].toSorted());
  expect(operations.length).toBeGreaterThan(80);
});

test('every other route is closed to who has no credential, a wrong one, or an old cookie', async () => {
  const nobodies = [
    {},
    { authorization: `Bearer tsk_${'x'.repeat(43)}` },
    { authorization: 'Bearer wrong' },
    { cookie: 'tocsin.session_token=abc.def' },
  ];
  let address = 0;
  for (const operation of operations) {
    for (const headers of nobodies) {
      address++;
      const from = { 'x-forwarded-for': `10.1.${address >> 8}.${address & 255}` };
      expect([operation.name, await statusOf(operation, { ...headers, ...from })]).toEqual([
        operation.name,
        401,
      ]);
    }
  }
});

describe('every route, asked as', () => {
  const ORDER: readonly Needs[] = ['viewer', 'responder', 'admin', 'owner', 'operator', 'runner'];

  /** Nobody else's credential counts where runners ask. */
  const refusalOf = (name: string) => (needsOf(name) === 'runner' ? 401 : 403);

  test.each(['viewer', 'responder', 'admin', 'owner'] as const)('%s', async (role) => {
    const headers = await cookieOf(role);
    for (const operation of operations) {
      const { name } = operation;
      const needed = needsOf(name) ?? 'operator';
      const status = await statusOf(operation, headers);
      const refused = ORDER.indexOf(role) < ORDER.indexOf(needed);
      if (refused) expect.soft([name, status]).toEqual([name, refusalOf(name)]);
      else
        expect
          .soft([name, [401, 403, 500].includes(status), status])
          .toEqual([name, false, status]);
    }
  });

  test('a key that may only send alerts', async () => {
    const made = await rig.operator('POST', '/api-keys', { name: 'sender', scope: 'ingest' });
    const headers = { authorization: `Bearer ${made.body.key}` };
    for (const operation of operations.filter(({ name }) => name !== 'POST /changes')) {
      const { name } = operation;
      expect([name, await statusOf(operation, headers)]).toEqual([name, refusalOf(name)]);
    }
  });
});

describe('another tenant', () => {
  /** One thing of each kind in the tenant "acme", by the first word of its URL. */
  const things = new Map<string, string>();
  const kinds: Readonly<Record<string, object>> = {
    integrations: { format: 'regen', name: 'acme-secret' },
    services: { name: 'acme-secret' },
    members: { name: 'acme-secret', email: 'secret@acme.example', role: 'viewer' },
    invitations: { email: 'acme-secret@acme.example', role: 'viewer' },
    'api-keys': { name: 'acme-secret', scope: 'viewer' },
    'routing-rules': { name: 'acme-secret', condition: 'true', actions: {} },
    'custom-fields': { name: 'acme_secret', label: 'acme-secret', kind: 'text' },
    'outbound-webhooks': { name: 'acme-secret', url: 'https://a.example/', event_types: '*' },
    'custom-actions': { name: 'acme-secret', url: 'https://a.example/' },
    'chat-channels': { name: 'acme-secret', url: 'https://a.example/' },
    incidents: { title: 'acme-secret', severity: 'high' },
    runners: { name: 'acme-secret' },
    'saved-views': { name: 'acme-secret', filter: {}, shared: true },
    hubs: { slug: 'secret-of-acme', name: 'acme-secret' },
    'status-templates': { kind: 'report', name: 'acme-secret', title: 'x', body: 'x' },
  };

  beforeAll(async () => {
    for (const slug of ['acme', 'globex']) {
      await rig.operator('POST', '/tenants', { slug, name: slug });
      const known = { name: 'Known', email: 'known@shop.example', role: 'viewer' };
      await rig.operator('POST', '/members', known, slug);
    }
    for (const [noun, body] of Object.entries(kinds)) {
      const made = await rig.operator('POST', `/${noun}`, body, 'acme');
      if (made.status >= 300) throw new Error(`${noun}: ${JSON.stringify(made.body)}`);
      things.set(noun, made.body.id ?? made.body.name);
    }
    const open = { format: 'regen', name: 'acme-open', settings: { signature: 'off' } };
    const { url } = (await rig.operator('POST', '/integrations', open, 'acme')).body;
    const alert = { title: 'acme-secret', severity: 'warning', external_id: 'acme-secret' };
    const { pathname } = new URL(url);
    const sent = await rig.browser().send('POST', pathname, { alerts: [alert] });
    expect(sent.body.errors).toBeUndefined();
    const { data } = (await rig.operator('GET', '/alerts', undefined, 'acme')).body;
    things.set('alerts', data[0].id);
  });

  test('finds nothing of it by id, as its owner or by API key', async () => {
    const made = await rig.operator('POST', '/api-keys', { name: 'k', scope: 'admin' }, 'globex');
    const credentials = [
      await cookieOf('owner', 'globex'),
      { authorization: `Bearer ${made.body.key}` },
    ];
    const idOf = (path: string) =>
      path.replace(/^\/([\w-]+)\/\{\w+\}/, (_, noun) => `/${noun}/${things.get(noun) ?? 'x'}`);
    const byId = operations.filter(
      ({ name, path }) =>
        /^\/[\w-]+\/\{/.test(path) && needsOf(name) !== 'operator' && name !== MADE_BY_NAME,
    );
    expect(byId.length).toBeGreaterThan(40);
    for (const headers of credentials) {
      for (const operation of byId) {
        if (operation.path.startsWith('/sessions') && !('cookie' in headers)) continue;
        const status = await statusOf(operation, headers, idOf);
        expect.soft([operation.name, status]).toEqual([operation.name, 404]);
      }
    }
  });

  test('sees nothing of it in its lists, and cannot choose it', async () => {
    const headers = await cookieOf('admin', 'globex');
    const lists = operations.filter(
      ({ method, path }) => method === 'GET' && !path.includes('{') && path !== '/events/stream',
    );
    expect(lists.length).toBeGreaterThan(15);
    for (const { name, path } of lists) {
      const reply = await fetch(`${rig.base}/api/v1${path}`, { headers });
      expect([name, (await reply.text()).includes('acme')]).toEqual([name, false]);
      const chosen = { ...headers, 'x-tenant': 'acme' };
      const refused = await fetch(`${rig.base}/api/v1${path}`, { headers: chosen });
      expect([name, refused.status]).toEqual([name, 404]);
    }
  });

  test('is still as it was', async () => {
    for (const [noun, id] of things) {
      const { body } = await rig.operator('GET', `/${noun}`, undefined, 'acme');
      expect([noun, JSON.stringify(body).includes(id)]).toEqual([noun, true]);
    }
  });
});
