import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { urlOfConnection } from '../../../src/store/connection-url.ts';
import type { EmbeddedServer } from '../../../src/store/embedded/supervisor.ts';
import { type HubProcess, startHubProcess } from '../../hub-process.ts';
import { type HubReply, type HubRig, openHubRig } from '../../hub-rig.ts';
import { bytesOf } from '../../intake-rig.ts';
import { type Bench, createBench, eventually, query } from '../store/embedded-harness.ts';
import { type Load, startLoad } from './load.ts';
import { speak } from './raw-http.ts';
import { openTargets, refusalOf, type Target } from './targets.ts';

describe('while the database is stopped and started again', () => {
  let bench: Bench;
  let server: EmbeddedServer;
  let rig: HubRig;
  let targets: Awaited<ReturnType<typeof openTargets>>;
  let load: Load;

  beforeAll(async () => {
    bench = await createBench();
    server = await bench.start();
    rig = await openHubRig({ DATABASE_URL: urlOfConnection(server.connection) });
    targets = await openTargets(rig);
    load = startLoad(rig.base);
    await load.more(200);
    for (const target of NAMES) expect((await post(targets[target])).status).toBeLessThan(300);
    await server.stop();
  });
  afterAll(async () => {
    await load?.stop();
    await rig?.close();
    await bench?.cleanUp();
  });

  const NAMES = ['open', 'generic', 'causeflow', 'openremedy', 'alertmanager'] as const;
  let sent = 0;
  const post = (target: Target) => {
    const body = bytesOf(target.good(`outage-${++sent}`));
    return rig.post(target.path, body, target.credentials(body));
  };
  const expectRetry = ({ headers }: HubReply) =>
    expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);

  test.each(NAMES)(
    'alerts to %s are 503 in its own words and told when to come again',
    async (name) => {
      const reply = await post(targets[name]);
      expect(refusalOf(targets[name].format, reply, 503)).toBe('database_unavailable');
      expectRetry(reply);
    },
  );

  test('senders the hub has not met yet are 503 as well, not unknown', async () => {
    for (const path of [
      '/api/v1/webhooks/alerts/new',
      `/api/v1/webhooks/generic/${'A'.repeat(43)}`,
    ]) {
      const reply = await rig.post(path, { hostname: 'a' });
      expect([path, reply.status, reply.body.code]).toEqual([path, 503, 'database_unavailable']);
      expectRetry(reply);
    }
  });

  test('the hub is alive but not ready, and its API is 503', async () => {
    expect((await rig.send('GET', '/healthz')).status).toBe(200);
    const ready = await rig.send('GET', '/readyz');
    expect([ready.status, ready.body.code]).toEqual([503, 'not_ready']);
    expectRetry(ready);
    const headers = { authorization: `Bearer ${rig.owner.apiKey}` };
    const list = await rig.send('GET', '/api/v1/incidents', { headers });
    expect([list.status, list.body.code]).toEqual([503, 'database_unavailable']);
    expectRetry(list);
  });

  test('everything goes on once it is back, and nothing acknowledged is lost', async () => {
    server = await bench.start();
    await load.more(200);
    await eventually(async () => expect((await rig.send('GET', '/readyz')).status).toBe(200));
    for (const name of NAMES) expect((await post(targets[name])).status).toBeLessThan(300);
    await load.stop();

    expect(load.refused.length).toBeGreaterThan(0);
    for (const { status, retryAfter } of load.refused) {
      expect([status, retryAfter]).toEqual([503, expect.stringMatching(/^[1-9]\d*$/)]);
    }
    const stored = await query(
      server.connection,
      `select a.dedup_key as id from alerts a join incidents i using (tenant_id, incident_id)
       where a.dedup_key like 'load-%'`,
    );
    const ids = new Set(stored.map(({ id }) => id));
    expect(load.acknowledged.filter((id) => !ids.has(id))).toEqual([]);
  });
});

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));

describe('a hub in a process of its own', () => {
  let folder: string;
  let hub: HubProcess | undefined;
  let apiKey: string;
  let load: Load | undefined;

  const environment = () => ({
    HOST: '127.0.0.1',
    PORT: '0',
    TOCSIN_DATA: join(folder, 'data'),
    LOG_LEVEL: 'error',
  });
  const start = async () => {
    hub = await startHubProcess(environment());
    return hub;
  };
  const list = async (path: string) => {
    const headers = { authorization: `Bearer ${apiKey}` };
    const response = await fetch(`${hub?.url}/api/v1${path}`, { headers });
    expect(response.status).toBe(200);
    return (await response.json()) as { data: Record<string, unknown>[]; next_cursor: string };
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-process-'));
    // As root the database runs as another user, who must be able to pass.
    await chmod(folder, 0o711);
  });
  afterEach(() => load?.stop());
  afterAll(async () => {
    await hub?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('shows on its first start commands that work as pasted', async () => {
    const { output, apiKey: shown } = await start();
    apiKey = shown ?? '';
    const [send = '', look = ''] = output().match(/^ +curl .*$/gm) ?? [];
    const run = async (command: string) => {
      const { stdout } = await promisify(execFile)('bash', ['-c', command]);
      return JSON.parse(stdout);
    };
    const { alerts, incidents_created } = await run(send);
    expect(incidents_created).toBe(1);
    const { data } = await run(look);
    expect(data).toMatchObject([{ id: alerts[0].incident_id, progress: 'triggered' }]);
  });

  test('refuses a second hub on its data folder, naming it', async () => {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...environment() };
    const second = promisify(execFile)(process.execPath, [MAIN, 'serve'], { env, timeout: 30_000 });
    const { code, stderr } = await second.then(
      () => ({ code: 0, stderr: '' }),
      (error: { code: number; stderr: string }) => error,
    );
    expect(code).toBe(1);
    expect(stderr).toContain(join(folder, 'data'));
    expect(stderr.trim().split('\n').length).toBeLessThan(4);
    expect((await fetch(`${hub?.url}/healthz`)).status).toBe(200);
  });

  test('ends at SIGTERM under load with 0, whoever is still sending', async () => {
    load = startLoad(hub?.url ?? '');
    const trickle = `POST /api/v1/webhooks/generic HTTP/1.1\r\nHost: hub\r\nContent-Length: 99\r\n\r\n{`;
    const stuck = speak(hub?.port ?? 0, trickle, { silence: 20_000 });
    await load.more(300);
    const asked = performance.now();
    const code = await hub?.stop();
    // The stuck one would have held it for twenty.
    expect(performance.now() - asked).toBeLessThan(20_000);
    expect(code).toBe(0);
    await Promise.all([load.stop(), stuck]);
    // Nobody was told anything but to come again, or found nobody there.
    for (const { status } of load.refused) expect([0, 503]).toContain(status);
  });

  test('is up again by itself with everything it acknowledged', async () => {
    const { output } = await start();
    expect(output()).not.toContain('API key');
    const stored = new Set<unknown>();
    for (let cursor = ''; ; ) {
      const page = await list(`/alerts?limit=200${cursor}`);
      for (const { dedup_key, incident_id } of page.data) if (incident_id) stored.add(dedup_key);
      if (!page.next_cursor) break;
      cursor = `&cursor=${page.next_cursor}`;
    }
    expect(load?.acknowledged.length).toBeGreaterThan(300);
    expect(load?.acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  });
});
