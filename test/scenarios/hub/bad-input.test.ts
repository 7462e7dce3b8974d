import { readdirSync, readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAX_BODY_BYTES } from '../../../src/intake/routes.ts';
import { HOSTILE_BODIES } from '../../corpora/bodies.ts';
import { type HubReply, type HubRig, openHubRig } from '../../hub-rig.ts';
import { bytesOf, hmac } from '../../intake-rig.ts';
import { bodyOf, exchange, speak, statusOf } from './raw-http.ts';
import { openTargets, refusalOf, type Target } from './targets.ts';

let rig: HubRig;
let targets: Awaited<ReturnType<typeof openTargets>>;
let neverEnding: Promise<string>;

beforeAll(async () => {
  rig = await openHubRig({ TRUST_PROXY: '1' });
  targets = await openTargets(rig);
  // Takes half a minute, so it begins now and is looked at last.
  neverEnding = speak(rig.port, `${head('/api/v1/webhooks/generic', 1_000)}{"title":`, {
    silence: 60_000,
  });
});
afterAll(() => rig?.close());

const NAMES = ['open', 'generic', 'causeflow', 'openremedy', 'alertmanager'] as const;

let senders = 0;
/** An address that nobody was refused from yet. */
const newSender = () => {
  senders++;
  return { 'x-forwarded-for': `10.1.${senders >> 8}.${senders & 255}` };
};

let alerts = 0;
const goodBody = (target: Target) => bytesOf(target.good(`alert-${++alerts}`));

/** With the right credentials, from a new address, unless `headers` say otherwise. */
function post(target: Target, body: unknown, headers: Record<string, string> = {}) {
  const bytes = bytesOf(body);
  return rig.post(target.path, bytes, { ...newSender(), ...target.credentials(bytes), ...headers });
}

const head = (path: string, length: number, more = '') =>
  `POST ${path} HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n` +
  `Content-Length: ${length}\r\n${more}\r\n`;

describe.each(NAMES)('at the URL of %s', (name) => {
  const target = () => targets[name];
  /** CauseFlow calls everything that is wrong with a payload by one name. */
  const codeFor = (code: string) => (name === 'causeflow' ? 'validation_error' : code);
  const invalidStatus = () => (['regen', 'causeflow'].includes(target().format) ? 400 : 422);

  test('a good alert is taken', async () => {
    const { status } = await post(target(), goodBody(target()));
    expect(status).toBe(['causeflow', 'openremedy'].includes(name) ? 202 : 200);
  });

  test.each([
    ['with its length', true],
    ['in chunks', false],
  ])(
    'a body of more than 1 MiB sent %s is 413, and the connection is good for more',
    async (...[, announced]) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const { path } = target();
      const large = Buffer.alloc(MAX_BODY_BYTES + 65_536, ' ');
      const chunks = Array.from({ length: 17 }, (_, index) =>
        large.subarray(index * 65_536, (index + 1) * 65_536),
      );
      const send = (bytes: readonly Buffer[], more: Record<string, string> = {}) => {
        const headers = { 'content-type': 'application/json', ...newSender(), ...more };
        return exchange({ port: rig.port, path, agent, headers, chunks: bytes });
      };
      const length = announced ? { 'content-length': String(large.length) } : {};
      const refused = await send(chunks, { ...target().credentials(large), ...length });
      const text = await refused.text();
      const reply = { ...refused, status: refused.status, headers: refused.headers, text };
      const code = refusalOf(target().format, { ...reply, body: JSON.parse(text) }, 413);
      expect(code).toBe('body_too_large');
      const body = goodBody(target());
      expect((await send([body], target().credentials(body))).status).toBeLessThan(300);
      agent.destroy();
    },
  );

  test.each(
    HOSTILE_BODIES.flatMap(({ name: what, bytes, code }) =>
      code === null || what.startsWith('cut after') ? [] : [[what, bytes, code] as const],
    ),
  )('%s is 400', async (_what, bytes, code) => {
    const reply = await post(target(), bytes);
    expect(refusalOf(target().format, reply, 400)).toBe(codeFor(code));
  });

  test('a body cut off anywhere is 400', async () => {
    const whole = goodBody(target());
    for (let length = 1; length < whole.length; length += 3) {
      const reply = await post(target(), whole.subarray(0, length));
      expect(refusalOf(target().format, reply, 400)).toBe(codeFor('invalid_json'));
    }
  });

  test('JSON that is in order but no alert is refused with the place', async () => {
    for (const { name: what, bytes, code } of HOSTILE_BODIES) {
      if (code !== null) continue;
      const reply = await post(target(), bytes);
      if (reply.status < 300) continue;
      expect(refusalOf(target().format, reply, invalidStatus()), what).toBe('validation_error');
      expect(reply.body.errors[0], what).toMatchObject({
        pointer: expect.stringMatching(/^(\/|$)/),
      });
    }
  });

  test.each([
    ['compressed', { 'content-encoding': 'gzip' }, 'unsupported_encoding'],
    ['plain text', { 'content-type': 'text/plain' }, 'unsupported_media_type'],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'unsupported_media_type'],
    ['JSON in name only', { 'content-type': 'application/jsonp' }, 'unsupported_media_type'],
    ['of an empty type', { 'content-type': '' }, 'unsupported_media_type'],
    ['of a nonsense type', { 'content-type': '/;=,' }, 'unsupported_media_type'],
  ])('a body that is %s is 415', async (_what, headers, code) => {
    const bytes = goodBody(target());
    const body = code === 'unsupported_encoding' ? gzipSync(bytes) : bytes;
    expect(refusalOf(target().format, await post(target(), body, headers), 415)).toBe(code);
  });

  test('a body without a type is 415', async () => {
    const headers = newSender();
    const reply = await rig.send('POST', target().path, { body: goodBody(target()), headers });
    expect(refusalOf(target().format, reply, 415)).toBe('unsupported_media_type');
  });

  test.each(['application/json; charset=utf-8', 'application/vnd.acme+json', 'APPLICATION/JSON'])(
    '%s is JSON',
    async (type) => {
      const { status } = await post(target(), goodBody(target()), { 'content-type': type });
      expect(status).toBeLessThan(300);
    },
  );

  test('an Idempotency-Key that is none is 400, one with another body 409', async () => {
    const body = goodBody(target());
    const bad = await post(target(), body, { 'idempotency-key': 'two words' });
    expect(refusalOf(target().format, bad, 400)).toBe(codeFor('invalid_idempotency_key'));
    const key = { 'idempotency-key': `key-${name}` };
    const first = await post(target(), body, key);
    expect(first.status).toBeLessThan(300);
    expect((await post(target(), body, key)).body).toEqual(first.body);
    const other = await post(target(), goodBody(target()), key);
    expect(refusalOf(target().format, other, 409)).toBe('idempotency_mismatch');
  });

  test('other methods are 405 and name the one there is', async () => {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const { status, headers, body } = await rig.send(method, target().path);
      expect([method, status, headers.get('allow')]).toEqual([method, 405, 'POST']);
      expect(body).toMatchObject({ code: 'method_not_allowed', status: 405 });
    }
  });
});

describe('a wrong type', () => {
  const alert = (field: string, value: unknown) => ({ alerts: [{ title: 'x', [field]: value }] });
  const am = (field: string, value: unknown) => ({
    alerts: [{ status: 'firing', labels: { alertname: 'x' }, fingerprint: 'f', [field]: value }],
  });
  const causeflow = (field: string, value: unknown) => ({
    title: 'x',
    description: 'x',
    [field]: value,
  });
  const openremedy = (field: string, value: unknown) => ({ hostname: 'x', [field]: value });
  const texts = [5, true, null, [], {}];
  const maps = [5, 'x', null, [], { a: [] }, { a: {} }];

  test.each([
    ['open', alert, '/alerts/0/title', texts],
    ['open', alert, '/alerts/0/description', texts],
    ['open', alert, '/alerts/0/severity', [...texts, 'fatal', 'CRITICAL']],
    ['open', alert, '/alerts/0/status', [...texts, 'acknowledged']],
    ['open', alert, '/alerts/0/external_id', [...texts, '']],
    ['open', alert, '/alerts/0/source', texts],
    ['open', alert, '/alerts/0/labels', [...maps, { a: null }]],
    ['open', alert, '/alerts/0/annotations', [...maps, { a: null }]],
    ['open', alert, '/alerts/0/started_at', [...texts, 1_700_000_000]],
    ['open', alert, '/alerts/0/ended_at', [...texts, 1_700_000_000]],
    ['causeflow', causeflow, '/title', texts],
    ['causeflow', causeflow, '/description', texts],
    ['causeflow', causeflow, '/sourceAlertId', texts],
    ['causeflow', causeflow, '/externalId', texts],
    ['causeflow', causeflow, '/severity', [...texts, 'warning', 'P1']],
    ['causeflow', causeflow, '/service', texts],
    ['causeflow', causeflow, '/environment', texts],
    ['causeflow', causeflow, '/tags', maps],
    ['openremedy', openremedy, '/hostname', [...texts, '']],
    ['openremedy', openremedy, '/incident_type', [5, true, [], {}]],
    ['openremedy', openremedy, '/severity', [5, true, [], {}]],
    ['openremedy', openremedy, '/evidence', [5, 'x', true, []]],
    ['alertmanager', am, '/alerts/0/status', [...texts, 'pending']],
    ['alertmanager', am, '/alerts/0/labels', maps],
    ['alertmanager', am, '/alerts/0/annotations', maps],
    ['alertmanager', am, '/alerts/0/startsAt', [...texts, 1_700_000_000]],
    ['alertmanager', am, '/alerts/0/endsAt', [...texts, 1_700_000_000]],
    ['alertmanager', am, '/alerts/0/generatorURL', texts],
    ['alertmanager', am, '/alerts/0/fingerprint', texts],
  ] as const)('at %s, %o: %s is named by its pointer', async (name, bodyWith, pointer, values) => {
    const field = pointer.slice(pointer.lastIndexOf('/') + 1);
    for (const value of values) {
      const { status, body } = await post(targets[name], bodyWith(field, value));
      const said = JSON.stringify(value);
      expect([400, 422], said).toContain(status);
      const pointers = body.errors.map((error: { pointer: string }) => error.pointer);
      expect([pointer, `${pointer}/a`], `${said}: ${pointers}`).toContain(pointers[0]);
      expect(body.errors[0].expected, said).not.toBe('');
      expect(body.errors[0].received, said).not.toBe('');
    }
  });

  test('where alerts should be is named as well', async () => {
    for (const alerts of [null, {}, 'x', 5]) {
      for (const name of ['open', 'alertmanager'] as const) {
        const { body } = await post(targets[name], { alerts });
        expect(body.errors, JSON.stringify(alerts)).toMatchObject([{ pointer: '/alerts' }]);
      }
    }
  });

  test('in one alert of many refuses them all', async () => {
    const many = Array.from({ length: 3 }, (_, index) => ({
      title: index === 1 ? 7 : 'Together',
      external_id: `together-${index}`,
    }));
    const { status, body } = await post(targets.open, { alerts: many });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ pointer: '/alerts/1/title' }]);
    expect(await titles()).not.toContain('Together');
  });

  test('100 alerts are taken, none and 101 are not', async () => {
    const of = (count: number) => ({
      alerts: Array.from({ length: count }, (_, index) => ({
        title: 'One of a hundred',
        severity: 'info',
        external_id: `hundred-${index}`,
      })),
    });
    expect(await post(targets.open, of(100))).toMatchObject({
      status: 200,
      body: { received: 100 },
    });
    for (const count of [0, 101]) {
      const { status, body } = await post(targets.open, of(count));
      expect(status).toBe(400);
      expect(body.errors).toMatchObject([{ pointer: '/alerts' }]);
    }
  });

  test.each([
    '2024-02-30T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-01-15T24:30:00Z',
    '2024-01-15T10:61:00Z',
    '2024-01-15T10:30:00',
    '2024-01-15T10:30:00+25:00',
    '2024-01-15',
    '15 January 2024',
    'yesterday',
    '1705314600',
    '',
  ])('the date %s is none', async (date) => {
    const generic = await post(targets.open, alert('started_at', date));
    expect(generic.status).toBe(400);
    expect(generic.body.errors).toMatchObject([{ pointer: '/alerts/0/started_at' }]);
    const other = await post(targets.alertmanager, am('startsAt', date));
    expect(other.status).toBe(422);
    expect(other.body.errors).toMatchObject([{ pointer: '/alerts/0/startsAt' }]);
  });
});

const titles = async () => (await rig.incidents(rig.owner.apiKey)).map(({ title }) => title);

test('NULs and lone surrogates are stored as U+FFFD, never refused', async () => {
  const odd = 'a\\u0000b\\ud800c';
  const bodies = {
    open: `{"title":"${odd}","external_id":"${odd}","labels":{"k\\u0000":"${odd}"}}`,
    causeflow: `{"title":"${odd}","description":"${odd}","sourceAlertId":"${odd}","metadata":{"${odd}":["${odd}"]}}`,
    openremedy: `{"hostname":"${odd}","evidence":{"${odd}":"${odd}","mount":"${odd}"}}`,
    alertmanager: `{"alerts":[{"status":"firing","labels":{"alertname":"${odd}"},"fingerprint":"${odd}"}]}`,
  };
  for (const [name, body] of Object.entries(bodies)) {
    const { status, text } = await post(targets[name as keyof typeof bodies], body);
    expect(status, `${name}: ${text}`).toBeLessThan(300);
  }
  expect(await titles()).toContain('a\ufffdb\ufffdc');
});

describe('a signature', () => {
  const body = Buffer.from('{"hostname":"web-01"}');
  const sendWith = (signature: string | undefined) =>
    rig.post(targets.openremedy.path, body, {
      ...newSender(),
      ...(signature !== undefined && { 'x-openremedy-signature': signature }),
    });
  const withoutId = ({ status, body }: HubReply) => ({ status, ...body, request_id: '' });
  const right = () => hmac(targets.tenant.webhookSecret, body);

  test('may be spelled with digits of either case', async () => {
    expect((await sendWith(`sha256=${right()}`)).status).toBe(202);
    expect((await sendWith(`sha256=${right().toUpperCase()}`)).status).toBe(202);
  });

  test('that is missing, wrong or malformed in any way is one and the same 401', async () => {
    const digest = right();
    const base64 = Buffer.from(digest, 'hex').toString('base64');
    const spellings = [
      undefined,
      '',
      'sha256=',
      digest,
      `sha1=${digest}`,
      `sha256:${digest}`,
      `sha256= ${digest}`,
      `sha256=${digest}, sha256=${digest}`,
      `sha256=${digest},`,
      `sha256=${digest}00`,
      `sha256=${digest.slice(1)}`,
      `sha256=${digest.slice(0, 63)}g`,
      `sha256=0x${digest.slice(2)}`,
      `sha256=${base64}`,
      base64,
      `"sha256=${digest}"`,
      `sha256=${'0'.repeat(64)}`,
      `sha256=${[...digest].reverse().join('')}`,
      `sha256=${hmac('another secret', body)}`,
      `sha256=${hmac(rig.owner.webhookSecret, body)}`,
      `sha256=${hmac(targets.tenant.webhookSecret, `${body}\n`)}`,
      `sha256=${hmac('', body)}`,
      'x'.repeat(8_000),
      'sha256=\u00fc',
    ];
    const replies = [];
    for (const signature of spellings) {
      const reply = await sendWith(signature);
      expect(refusalOf('openremedy', reply, 401), signature).toBe('invalid_signature');
      expect(reply.text).not.toContain(digest);
      replies.push(withoutId(reply));
    }
    for (const reply of replies) expect(reply).toEqual(replies[0]);
  });

  test('given twice in two headers is refused', async () => {
    const line = `X-OpenRemedy-Signature: sha256=${right()}\r\n`;
    const send = (lines: string) =>
      speak(rig.port, head(targets.openremedy.path, body.length, lines) + body);
    expect(statusOf(await send(line))).toBe(202);
    expect(statusOf(await send(line + line))).toBe(401);
  });

  test('is of the exact bytes', async () => {
    const spaced = Buffer.from('{"hostname": "web-01"}');
    const signature = `sha256=${right()}`;
    const headers = { ...newSender(), 'x-openremedy-signature': signature };
    expect((await rig.post(targets.openremedy.path, spaced, headers)).status).toBe(401);
  });

  test('is checked before the body is read as JSON', async () => {
    const reply = await rig.post(targets.generic.path, '{', newSender());
    expect(refusalOf('regen', reply, 401)).toBe('invalid_signature');
  });

  test('that is wrong is refused although none is demanded', async () => {
    const { path } = await rig.createIntegration(targets.tenant.apiKey, {
      format: 'regen',
      settings: { signature: 'optional' },
    });
    const good = targets.generic.good('optional');
    expect((await rig.post(path, good, newSender())).status).toBe(200);
    const wrong = { ...newSender(), 'x-regen-signature': `sha256=${'0'.repeat(64)}` };
    expect((await rig.post(path, good, wrong)).status).toBe(401);
  });

  test('of CauseFlow goes with the tenant’s own API key', async () => {
    const { apiKey, webhookSecret } = targets.tenant;
    const bytes = goodBody(targets.causeflow);
    const viewer = await rig.api(apiKey, 'POST', '/api-keys', { name: 'v', scope: 'viewer' });
    const send = (key: string | undefined, signature = hmac(webhookSecret, bytes)) =>
      rig.post(targets.causeflow.path, bytes, {
        ...newSender(),
        'x-webhook-signature': signature,
        ...(key !== undefined && { 'x-api-key': key }),
      });
    for (const key of [undefined, '', 'x', `${apiKey}x`, viewer.key, rig.owner.apiKey]) {
      expect(refusalOf('causeflow', await send(key), 401), key).toBe('invalid_api_key');
    }
    const wrong = await send(apiKey, '0'.repeat(64));
    expect(refusalOf('causeflow', wrong, 401)).toBe('invalid_signature');
    expect((await send(apiKey, `sha256=${hmac(webhookSecret, bytes)}`)).status).toBe(202);
    expect((await send(apiKey)).status).toBe(409);
  });

  test('of Alertmanager is a key: missing, foreign or too weak ones are 401', async () => {
    const { path, good } = targets.alertmanager;
    const { key } = await rig.api(targets.tenant.apiKey, 'POST', '/api-keys', {
      name: 'reads',
      scope: 'viewer',
    });
    const basic = Buffer.from(`u:${targets.tenant.apiKey}`).toString('base64');
    const send = (authorization: string) =>
      rig.post(path, good('a'), { ...newSender(), authorization });
    for (const given of ['', 'Bearer', 'Bearer x', `Bearer ${rig.owner.apiKey}`, `Bearer ${key}`]) {
      expect(refusalOf('alertmanager', await send(given), 401), given).toBe('invalid_signature');
    }
    expect((await send(`Basic ${basic}`)).status).toBe(200);
  });
});

describe('who does not exist', () => {
  /** All that a sender can tell replies apart by. */
  const looks = ({ status, headers, body }: HubReply) => {
    const rest = Object.fromEntries(headers);
    return {
      status,
      headers: { ...rest, date: '', 'x-request-id': '' },
      body: { ...body, request_id: '' },
    };
  };
  const openremedy = (slug: string) => `/api/v1/webhooks/alerts/${slug}`;
  const causeflow = (slug: string) => `/v1/webhooks/${slug}/custom`;
  const UNKNOWN = ['nobody', 'ten_nobody', 'No Body', 'a'.repeat(150), '%00', '..%2f..', '☃'];

  test.each(UNKNOWN)('as a tenant (%s) looks like a wrong signature', async (slug) => {
    const wrong = { 'x-openremedy-signature': `sha256=${'0'.repeat(64)}` };
    const send = (name: string, headers: Record<string, string>) =>
      rig.post(
        openremedy(encodeURIComponent(name)),
        { hostname: 'a' },
        { ...newSender(), ...headers },
      );
    expect(looks(await send(slug, wrong))).toEqual(looks(await send('acme', wrong)));
    expect(looks(await send(slug, {}))).toEqual(looks(await send('acme', wrong)));
  });

  test('as a tenant of CauseFlow looks like a wrong key', async () => {
    const good = targets.causeflow.good('x');
    for (const key of [{}, { 'x-api-key': rig.owner.apiKey }]) {
      const send = (slug: string) => rig.post(causeflow(slug), good, { ...newSender(), ...key });
      expect(looks(await send('nobody'))).toEqual(looks(await send('acme')));
      expect((await send('nobody')).body.error).toBe('invalid_api_key');
    }
  });

  test('as a tenant cannot be found out by guessing until the limit either', async () => {
    const from = newSender();
    const guess = (slug: string) => rig.post(causeflow(slug), {}, from);
    for (let count = 0; count < 70; count++) await guess(`nobody-${count}`);
    expect((await guess('nobody')).status).toBe((await guess('acme')).status);
    const bytes = goodBody(targets.causeflow);
    const good = await post(targets.causeflow, bytes, from);
    expect(good.status).toBe(202);
  });

  test('as an integration is 404 in the format’s words', async () => {
    const key = 'A'.repeat(43);
    for (const [format, path] of [
      ['regen', `/api/v1/webhooks/generic/${key}`],
      ['alertmanager', `/api/v1/webhooks/alertmanager/${key}`],
      ['alertmanager', '/api/v1/webhooks/prometheus/short'],
      // A key of another format.
      ['alertmanager', targets.generic.path.replace('generic', 'alertmanager')],
    ] as const) {
      const reply = await rig.post(path, {}, newSender());
      expect(refusalOf(format, reply, 404), path).toBe('not_found');
    }
  });

  test('as a URL is a 404 problem', async () => {
    for (const path of [
      '/nothing',
      '/api/v1/webhooks',
      '/api/v1/webhooks/nothing/x',
      '/api/v2',
      '/v1/webhooks/acme',
    ]) {
      const reply = await rig.post(path, {});
      expect(refusalOf('alertmanager', reply, 404), path).toBe('not_found');
    }
    expect((await rig.post('/api/v1/webhooks/generic/', {})).status).toBe(404);
    // The dashboard lives there, and takes nothing.
    expect((await rig.post('/', {})).status).toBe(405);
  });
});

describe('too many requests', () => {
  const retryAfter = ({ headers }: HubReply) => headers.get('retry-after');

  test('from one address are 429 at OpenRemedy, good ones too, and tell when to try again', async () => {
    const from = newSender();
    const send = () => {
      const bytes = goodBody(targets.openremedy);
      return post(targets.openremedy, bytes, from);
    };
    const replies = [];
    for (let count = 0; count < 61; count++) replies.push(await send());
    expect(replies.slice(0, 60).every(({ status }) => status === 202)).toBe(true);
    const last = replies.at(-1) as HubReply;
    expect(refusalOf('openremedy', last, 429)).toBe('rate_limited');
    expect(retryAfter(last)).toMatch(/^[1-9]\d?$/);
    expect((await post(targets.openremedy, goodBody(targets.openremedy))).status).toBe(202);
  });

  test.each(['open', 'causeflow', 'alertmanager'] as const)(
    'that are refused are 429 at %s, for this URL and address only',
    async (name) => {
      const target = targets[name];
      const from = newSender();
      for (let count = 0; count < 60; count++) {
        expect((await rig.post(target.path, '{', from)).status).toBeOneOf([400, 401]);
      }
      const reply = await post(target, goodBody(target), from);
      expect(refusalOf(target.format, reply, 429)).toBe('rate_limited');
      expect(retryAfter(reply)).toMatch(/^[1-9]\d?$/);
      expect((await post(target, goodBody(target))).status).toBeLessThan(300);
      expect((await post(targets.generic, goodBody(targets.generic), from)).status).toBe(200);
    },
  );

  test('that are good are no matter elsewhere', async () => {
    const from = newSender();
    for (let count = 0; count < 80; count++) {
      expect((await post(targets.open, goodBody(targets.open), from)).status).toBe(200);
    }
  });
});

describe('what is hardly HTTP', () => {
  const path = '/api/v1/webhooks/generic';
  const body = '{"title":"Hardly"}';
  const json = 'Content-Type: application/json\r\n';
  const malformed = async (bytes: string) => {
    const answer = await speak(rig.port, bytes);
    expect([bytes, statusOf(answer)]).toEqual([bytes, 400]);
    return answer;
  };

  test('is 400 and closes the connection, and the hub goes on', async () => {
    for (const line of [
      'garbage',
      'GET',
      '\u0000\u0001',
      'GET / HTTP/9.9',
      'get / http/1.1',
      '{}',
    ]) {
      const answer = await malformed(`${line}\r\n\r\n`);
      expect(bodyOf(answer)).toMatchObject({ code: 'malformed_request', status: 400 });
      expect(answer).toContain('Connection: close');
    }
    // What speaks TLS to it.
    await speak(rig.port, Buffer.from('16030100c8010000c40303', 'hex'));
    expect((await rig.send('GET', '/healthz')).status).toBe(200);
  });

  test('cannot smuggle a second request', async () => {
    const post = `POST ${path} HTTP/1.1\r\nHost: hub\r\n${json}`;
    await malformed(`${post}Content-Length: 5\r\nContent-Length: 6\r\n\r\n${body}`);
    await malformed(`${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`);
    await malformed(`${post}Content-Length: -5\r\n\r\n${body}`);
    await malformed(`${post}X : y\r\n\r\n`);
    await malformed(`POST ${path} HTTP/1.1\r\n${json}Content-Length: 2\r\n\r\n{}`);
    expect(statusOf(await speak(rig.port, `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n`))).toBe(
      400,
    );
    expect(await titles()).not.toContain('Hardly');
  });

  test('such as endless headers is 431', async () => {
    const answer = await speak(rig.port, head(path, 2, `X-Long: ${'x'.repeat(40_000)}\r\n`));
    expect(statusOf(answer)).toBe(431);
    expect(bodyOf(answer)).toMatchObject({ code: 'headers_too_large' });
  });

  test('such as a body that stops short stores nothing', async () => {
    const cut = `${head(path, body.length + 5)}${body}`;
    const answer = await speak(rig.port, cut, { hangUp: true });
    expect([0, 400]).toContain(statusOf(answer));
    expect(await titles()).not.toContain('Hardly');
  });

  test('such as a URL that cannot be decoded is 400', async () => {
    const answer = await speak(rig.port, `${head('/api/v1/webhooks/alerts/%zz', 2)}{}`);
    expect([statusOf(answer), bodyOf(answer).code]).toEqual([400, 'bad_url']);
  });

  test('such as a body that trickles in is taken all the same', async () => {
    const bytes = head(path, body.length) + body;
    const pieces = [bytes.slice(0, 20), bytes.slice(20, -9), bytes.slice(-9, -4), bytes.slice(-4)];
    expect(statusOf(await speak(rig.port, pieces))).toBe(200);
  });

  test('such as many requests in one go is answered one by one', async () => {
    const one = `${head(path, body.length)}${body}`;
    const answer = await speak(rig.port, one.repeat(5));
    expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(5);
  });
});

describe('every refusal', () => {
  const refuse = async (name: (typeof NAMES)[number], bytes: string | Buffer, headers = {}) =>
    post(targets[name], bytes, headers);
  const WAYS: Readonly<Record<string, () => Promise<HubReply>>> = {
    bad_url: () => rig.post('/v1/webhooks/%zz/custom', {}),
    body_too_large: () => refuse('open', Buffer.alloc(MAX_BODY_BYTES + 1)),
    bom_not_allowed: () => refuse('open', '\ufeff{}'),
    duplicate_key: () => refuse('open', '{"title":"a","title":"b"}'),
    empty_body: () => refuse('open', ''),
    idempotency_mismatch: async () => {
      const key = { 'idempotency-key': 'the-same' };
      await refuse('open', '{"title":"a"}', key);
      return refuse('open', '{"title":"b"}', key);
    },
    invalid_idempotency_key: () => refuse('open', '{"title":"a"}', { 'idempotency-key': ' ' }),
    invalid_json: () => refuse('open', '{'),
    invalid_signature: () => rig.post(targets.generic.path, {}, newSender()),
    invalid_utf8: () => refuse('open', Buffer.from([0x22, 0xff, 0x22])),
    method_not_allowed: () => rig.send('DELETE', targets.open.path),
    missing_field: async () => {
      const { path } = await rig.createIntegration(targets.tenant.apiKey, {
        format: 'uptime-kuma',
        settings: { signature: 'off' },
      });
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      return rig.post(path, 'other=1', { ...newSender(), ...form });
    },
    not_found: () => rig.post('/api/v1/webhooks/generic/nobody', {}, newSender()),
    rate_limited: async () => {
      const from = newSender();
      for (let count = 0; count < 60; count++) await refuse('open', '{', from);
      return refuse('open', '{', from);
    },
    too_deep: () => refuse('open', '['.repeat(33)),
    unsupported_encoding: () => refuse('open', '{}', { 'content-encoding': 'br' }),
    unsupported_media_type: () => refuse('open', '{}', { 'content-type': 'text/html' }),
    validation_error: () => refuse('open', '{"title":""}'),
  };

  test.each(Object.keys(WAYS))('has a stable code: %s', async (code) => {
    const reply = await WAYS[code]?.();
    expect(reply?.body).toMatchObject({ code });
    expect(reply?.status).toBeGreaterThanOrEqual(400);
    expect(reply?.status).toBeLessThan(500);
  });

  test('of the intake is one of these', () => {
    // CauseFlow's own word, as its tests above expect it; and one of our own API.
    const elsewhere = ['invalid_api_key', 'not_testable'];
    const codes = ['intake', 'ingress'].flatMap(codesIn);
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !(code in WAYS) && !elsewhere.includes(code))).toEqual([]);
  });
});

/** Codes of the refusals (4xx) that a room of the sources throws. */
function codesIn(room: string): string[] {
  const folder = new URL(`../../../src/${room}/`, import.meta.url);
  const thrown = /(?:new Problem\(\s*4\d\d,|badRequest\(|conflict\(|refused\()\s*'([a-z_\d]+)'/g;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => [...readFileSync(new URL(file, folder), 'utf8').matchAll(thrown)])
    .map(([, code = '']) => code);
}

test('a body that never ends is given up with 408', { timeout: 60_000 }, async () => {
  const answer = await neverEnding;
  expect(statusOf(answer)).toBe(408);
  expect(bodyOf(answer)).toMatchObject({ code: 'request_timeout' });
  expect((await rig.send('GET', '/healthz')).status).toBe(200);
});
