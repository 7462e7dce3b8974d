import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startForwarder } from '../../../src/cli/forward/forwarder.ts';
import { readForwardSettings } from '../../../src/cli/forward-settings.ts';
import { type FakeReceiver, startReceiver } from '../../fake-receiver.ts';
import { createTestDatabase, type TestDatabase } from '../../harness-database.ts';
import { type HubProcess, startTocsin } from '../../hub-process.ts';
import { type Credentials, type HubRig, openHubRig } from '../../hub-rig.ts';
import { hmac } from '../../intake-rig.ts';
import { eventually } from '../store/embedded-harness.ts';

/** A forwarder that finds no hub waits longer each time, while a slow machine starts one. */
const PATIENCE = 90_000;
const LIMIT = { timeout: 240_000 };

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tocsin-forward-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function post(
  base: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
) {
  const response = await fetch(base + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const get = async (base: string, path: string) => {
  const response = await fetch(base + path);
  return { status: response.status, text: await response.text() };
};

/** The value of a metric of the forwarder. */
async function metric(base: string, name: string): Promise<number> {
  const { text } = await get(base, '/metrics');
  const line = text
    .split('\n')
    .find((candidate) => candidate.startsWith(`tocsin_forward_${name} `));
  return Number(line?.split(' ')[1] ?? 0);
}

/** As Alertmanager writes it, one alert. */
const alertmanager = (name: string) => ({
  version: '4',
  groupKey: '{}:{}',
  status: 'firing',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: name, severity: 'critical' },
      annotations: { summary: name },
      startsAt: '2026-01-05T10:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      fingerprint: name,
    },
  ],
});

const pagerduty = {
  event: {
    id: '01BXEVENT',
    event_type: 'incident.triggered',
    occurred_at: '2026-01-05T10:00:00Z',
    data: { id: 'PGR0VU2', type: 'incident', title: 'from PagerDuty', urgency: 'high' },
  },
};

const grafana = {
  ...alertmanager('from Grafana'),
  orgId: 1,
  receiver: 'tocsin',
  title: 'from Grafana',
};

const nothing = () => {};
const log = { info: nothing, warn: nothing, error: nothing };

describe('a forwarder process in front of a hub', LIMIT, () => {
  let database: TestDatabase;
  let hub: HubRig | undefined;
  let forwarder: HubProcess | undefined;
  let shop: Credentials;
  let hubEnv: Record<string, string>;
  let forwardEnv: Record<string, string>;

  beforeAll(async () => {
    database = await createTestDatabase();
    const key = randomBytes(32).toString('base64');
    hubEnv = { DATABASE_URL: database.url, TOCSIN_SECRET_KEY: key };
    hub = await openHubRig(hubEnv);
    hubEnv = { ...hubEnv, PORT: String(hub.port) };
    shop = await hub.createTenant('shop');
    await hub.close();
    hub = undefined;
    const secretFile = join(root, 'secret');
    await writeFile(secretFile, `${shop.webhookSecret}\n`);
    forwardEnv = {
      OREMEDY_URL: `http://127.0.0.1:${hubEnv.PORT}`,
      OREMEDY_TENANT: shop.slug,
      OREMEDY_SECRET_FILE: secretFile,
      FORWARD_PORT: '0',
      FORWARD_SPOOL: join(root, 'spool'),
    };
  });
  afterAll(async () => {
    await forwarder?.stop();
    await hub?.close();
    await database?.drop();
  });

  test('delivers all that it acknowledged once each, whatever was killed meanwhile', async () => {
    forwarder = await startTocsin('forward', forwardEnv);
    // The hub is not there.
    const acknowledged = new Set<string>();
    const send = async (name: string, base: string) => {
      const { status } = await post(base, '/alertmanager', alertmanager(name));
      if (status === 200) acknowledged.add(name);
    };
    for (const name of ['first', 'second']) await send(name, forwarder.url);
    expect([...acknowledged]).toEqual(['first', 'second']);
    expect((await post(forwarder.url, '/pagerduty', pagerduty)).status).toBe(200);
    expect((await post(forwarder.url, '/pagerduty', pagerduty)).status).toBe(200);
    expect((await post(forwarder.url, '/grafana', { nothing: 'of Grafana' })).status).toBe(200);
    expect((await post(forwarder.url, '/grafana', grafana)).status).toBe(200);
    expect(await metric(forwarder.url, 'spooled{route="alertmanager"}')).toBe(2);
    expect(await metric(forwarder.url, 'spooled_bytes')).toBe(6 * 4_096);

    // Killed while it takes more: some are acknowledged, some cut off.
    const base = forwarder.url;
    const burst = Array.from({ length: 16 }, (_, at) => send(`burst ${at}`, base).catch(() => {}));
    await Promise.race(burst);
    await forwarder.kill();
    await Promise.all(burst);
    expect(acknowledged.size).toBeGreaterThan(2);

    // As if it had been killed after the hub took the first, and before it noted that.
    const queue = join(forwardEnv.FORWARD_SPOOL ?? '', 'queue');
    const [oldest = ''] = (await readdir(queue)).toSorted();
    const taken = await readFile(join(queue, oldest));
    forwarder = await startTocsin('forward', forwardEnv);
    hub = await openHubRig(hubEnv);
    const running = { hub, base: forwarder.url };
    await eventually(async () => {
      expect((await running.hub.incidents(shop.apiKey)).length).toBeGreaterThan(0);
    }, PATIENCE);
    await forwarder.kill();
    await writeFile(join(queue, oldest), taken);

    forwarder = await startTocsin('forward', forwardEnv);
    const url = forwarder.url;
    await eventually(async () => expect(await metric(url, 'spooled_bytes')).toBe(0), PATIENCE);
    expect(await get(url, '/readyz')).toMatchObject({ status: 200 });
    const { data } = await running.hub.api(shop.apiKey, 'GET', '/alerts?limit=200');
    const arrived: readonly { title: string; event_count: number }[] = data;
    const titles = arrived.map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining([...acknowledged]));
    expect(titles).toEqual(expect.arrayContaining(['from PagerDuty', 'from Grafana']));
    expect(new Set(titles).size).toBe(titles.length);
    expect(arrived.filter(({ event_count }) => event_count !== 1)).toEqual([]);
    expect((await running.hub.incidents(shop.apiKey)).length).toBe(titles.length);
  });

  test('keeps what the hub refused, with the reason, and goes on behind it', async () => {
    const dead = join(forwardEnv.FORWARD_SPOOL ?? '', 'dead');
    const letters = (await readdir(dead)).toSorted();
    expect(letters).toHaveLength(2);
    expect(await readFile(join(dead, letters[0] ?? ''), 'utf8')).toContain(
      '{"nothing":"of Grafana"}',
    );
    const reason = JSON.parse(await readFile(join(dead, letters[1] ?? ''), 'utf8'));
    expect(reason).toMatchObject({ route: 'grafana', status: 422 });
    expect(reason.answer).toContain('hostname');
    expect(await metric(forwarder?.url ?? '', 'dead_letters')).toBe(1);
  });

  test('posts to an integration’s own URL, with an API key', async () => {
    if (!hub) throw new Error('The hub is gone.');
    const { path } = await hub.createIntegration(shop.apiKey, { format: 'alertmanager' });
    const settings = readForwardSettings(
      {
        integrations: hub.base + path,
        host: '127.0.0.1',
        port: '0',
        spool: join(root, 'native'),
        spoolSize: '4',
        staleMinutes: '1',
      },
      { secret: null, apiKey: shop.apiKey, token: null },
      () => '',
    );
    const native = await startForwarder(settings, log, Date.now);
    try {
      expect((await post(native.url, '/grafana', grafana)).status).toBe(404);
      await post(native.url, '/alertmanager', alertmanager('native'));
      const { api } = hub;
      await eventually(async () => {
        const { data } = await api(shop.apiKey, 'GET', '/alerts?limit=200');
        expect(data.map(({ title }: { title: string }) => title)).toContain('native');
      }, PATIENCE);
    } finally {
      await native.stop();
    }
  });

  test('does not start on a port or a spool that is taken, and ends', async () => {
    const FORWARD_PORT = String(forwarder?.port);
    const FORWARD_SPOOL = join(root, 'elsewhere');
    const attempts = await Promise.allSettled([
      startTocsin('forward', { ...forwardEnv, FORWARD_SPOOL, FORWARD_PORT }),
      startTocsin('forward', forwardEnv),
    ]);
    const words = attempts.map(
      (attempt) => attempt.status === 'rejected' && String(attempt.reason),
    );
    expect(words).toEqual([
      expect.stringContaining('The forwarder cannot listen (--port)'),
      expect.stringContaining('The spool cannot be used (--spool): another forwarder'),
    ]);
  });

  test('ends in order when asked to, and its arguments hold no secret', async () => {
    const pid = forwarder?.pid ?? 0;
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    expect(line).not.toContain(shop.webhookSecret);
    expect(forwarder?.output()).not.toContain(shop.webhookSecret);
    expect(await forwarder?.stop()).toBe(0);
  });
});

describe('a forwarder in front of a receiver', LIMIT, () => {
  const closers: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const close of closers) await close();
  });
  async function open(
    receiver: FakeReceiver,
    more: { ca?: string; token?: string; size?: number } = {},
  ) {
    const files: Record<string, string> = { ca: more.ca ?? '' };
    const settings = readForwardSettings(
      {
        url: receiver.url,
        tenant: 'shop',
        host: '127.0.0.1',
        port: '0',
        spool: join(root, `spool-${closers.length}`),
        spoolSize: '4',
        staleMinutes: '1',
        ...(more.ca && { caFile: 'ca' }),
      },
      { secret: 'hush', apiKey: null, token: more.token ?? null },
      (path) => files[path] ?? '',
    );
    const maxBytes = more.size ?? settings.maxBytes;
    let skew = 0;
    const clock = () => Date.now() + skew;
    const forwarder = await startForwarder({ ...settings, maxBytes }, log, clock);
    closers.push(forwarder.stop, receiver.close);
    return { ...forwarder, later: (ms: number) => (skew += ms) };
  }

  test('signs the exact bytes and sends them again, when it is asked to, under one id', async () => {
    const receiver = await startReceiver({
      answer: { status: 429, headers: { 'retry-after': '2' } },
    });
    const { url } = await open(receiver);
    const body = '{ "alerts": [],\n "note": "caf\u00e9" }';
    expect((await post(url, '/alertmanager', body)).body).toMatchObject({ status: 'ok' });
    await receiver.waitFor(1, PATIENCE);
    receiver.respondWith(202);
    const [first, second] = await receiver.waitFor(2, PATIENCE);
    for (const request of [first, second]) {
      expect(request?.path).toBe('/api/v1/webhooks/alerts/shop');
      expect(request?.body.toString()).toBe(body);
      expect(request?.headers['x-openremedy-signature']).toBe(`sha256=${hmac('hush', body)}`);
    }
    expect(first?.headers['idempotency-key']).toMatch(/^[\w-]{22}$/);
    expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
    expect((second?.receivedAt ?? 0) - (first?.receivedAt ?? 0)).toBeGreaterThanOrEqual(1_900);
    await eventually(async () => expect(await metric(url, 'spooled_bytes')).toBe(0), PATIENCE);
  });

  test('keeps everything while its secret is wrong, and says so', async () => {
    const receiver = await startReceiver({ answer: 401 });
    const { url } = await open(receiver);
    await post(url, '/grafana', grafana);
    await eventually(async () => {
      expect(await get(url, '/readyz')).toMatchObject({
        status: 503,
        text: expect.stringContaining('grafana: the hub answers 401'),
      });
    }, PATIENCE);
    expect(await metric(url, 'spooled{route="grafana"}')).toBe(1);
    expect(await metric(url, 'dead_letters')).toBe(0);
    receiver.respondWith(202);
    await eventually(async () => expect((await get(url, '/readyz')).status).toBe(200), PATIENCE);
  });

  test('tells senders to come back when it is full, and is not ready then', async () => {
    const receiver = await startReceiver({ answer: 503 });
    const { url } = await open(receiver, { size: 2 * 4_096 });
    for (const name of ['a', 'b']) {
      expect((await post(url, '/alertmanager', alertmanager(name))).status).toBe(200);
    }
    const full = await post(url, '/alertmanager', alertmanager('c'));
    expect(full).toMatchObject({ status: 507, body: { error: 'spool_full' } });
    expect(full.headers.get('retry-after')).toBe('30');
    expect(await get(url, '/readyz')).toMatchObject({
      status: 503,
      text: expect.stringContaining('filled to 100 %'),
    });
    expect(await get(url, '/healthz')).toMatchObject({ status: 200 });
    expect(await metric(url, 'received_total{route="alertmanager",status="507"}')).toBe(1);
  });

  test('is not ready when a payload waits for too long', async () => {
    const receiver = await startReceiver({ answer: 503 });
    const { url, later } = await open(receiver);
    await post(url, '/alertmanager', alertmanager('a'));
    expect((await get(url, '/readyz')).status).toBe(200);
    later(180_000);
    expect((await get(url, '/readyz')).text).toContain('for 3 minutes');
    expect(await metric(url, 'oldest_age_seconds')).toBeGreaterThanOrEqual(180);
    expect(await metric(url, 'ready')).toBe(0);
  });

  test('refuses what cannot be a payload at once, and storing nothing', async () => {
    const receiver = await startReceiver();
    const { url } = await open(receiver);
    expect(await post(url, '/grafana', '{"a":')).toMatchObject({
      status: 400,
      body: { error: 'invalid_json' },
    });
    expect(await post(url, '/grafana', '')).toMatchObject({
      status: 400,
      body: { error: 'empty_body' },
    });
    const large = JSON.stringify({ text: 'x'.repeat(1024 * 1024) });
    expect(await post(url, '/grafana', large)).toMatchObject({ status: 413 });
    const zipped = await post(url, '/grafana', {}, { 'content-encoding': 'gzip' });
    expect(zipped).toMatchObject({ status: 415 });
    expect(await post(url, '/datadog', {})).toMatchObject({ status: 404 });
    expect(await get(url, '/grafana')).toMatchObject({ status: 405 });
    expect(await get(url, '/')).toMatchObject({ status: 200 });
    expect(receiver.requests).toEqual([]);
  });

  test('asks senders for its token where it has one', async () => {
    const receiver = await startReceiver();
    const { url } = await open(receiver, { token: 'a-token-of-our-own' });
    const basic = Buffer.from('grafana:a-token-of-our-own').toString('base64');
    const statuses = [];
    for (const authorization of [
      '',
      'Bearer wrong',
      'Bearer a-token-of-our-own',
      `Basic ${basic}`,
    ]) {
      statuses.push((await post(url, '/grafana', grafana, { authorization })).status);
    }
    expect(statuses).toEqual([401, 401, 200, 200]);
    expect((await get(url, '/metrics')).status).toBe(401);
    expect((await get(url, '/readyz')).status).toBe(200);
  });

  test('trusts a hub whose certificate its own authority vouches for, and no other', async () => {
    const trusted = await startReceiver({ tls: true });
    const known = await open(trusted, { ca: trusted.ca });
    await post(known.url, '/grafana', grafana);
    expect((await trusted.waitFor(1, PATIENCE)).length).toBe(1);
    const stranger = await startReceiver({ tls: true });
    const { url } = await open(stranger);
    await post(url, '/grafana', grafana);
    const attempts = 'attempts_total{route="grafana",outcome="no_answer"}';
    await eventually(async () => expect(await metric(url, attempts)).toBeGreaterThan(0), PATIENCE);
    expect(stranger.requests).toEqual([]);
    expect(await metric(url, 'spooled{route="grafana"}')).toBe(1);
  });
});
