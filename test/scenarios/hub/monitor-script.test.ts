import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FakeReceiver, startReceiver } from '../../fake-receiver.ts';
import { type Credentials, type HubRig, openHubRig } from '../../hub-rig.ts';
import { openWatchedServer, rememberedBy, SCRIPT, type WatchedServer } from './watched-server.ts';

// The script reads what Linux's kernel tells.
const runs = process.platform === 'linux' && existsSync('/usr/bin/curl');
if (!runs) console.log('No Linux or no curl: the monitor script is skipped.');

let server: WatchedServer;
beforeEach(async () => {
  server = await openWatchedServer();
});
afterEach(() => server.close());

describe.skipIf(!runs)('the monitor script and a hub', () => {
  let rig: HubRig;
  let shop: Credentials;
  let count = 0;
  beforeAll(async () => {
    rig = await openHubRig();
  });
  afterAll(() => rig?.close());
  beforeEach(async () => {
    count += 1;
    shop = await rig.createTenant(`shop-${count}`);
  });

  const hub = (more: Readonly<Record<string, string>> = {}) => ({
    OREMEDY_URL: rig.base,
    OREMEDY_TENANT: shop.slug,
    OREMEDY_SECRET: shop.webhookSecret,
    ...more,
  });
  const incidents = () => rig.incidents(shop.apiKey);
  const alerts = async () => {
    const found = await Promise.all(
      (await incidents()).map(({ id }) => rig.api(shop.apiKey, 'GET', `/incidents/${id}/alerts`)),
    );
    return found.flatMap(({ data }) => data);
  };

  test('is served by the hub itself, to everybody', async () => {
    const served = await rig.send('GET', '/agent/monitor.sh');
    expect(served.status).toBe(200);
    expect(served.headers.get('content-type')).toBe('text/x-shellscript; charset=utf-8');
    expect(served.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(served.text).toBe(await readFile(SCRIPT, 'utf8'));
    const etag = served.headers.get('etag') ?? '';
    const again = await rig.send('GET', '/agent/monitor.sh', {
      headers: { 'if-none-match': etag },
    });
    expect(again).toMatchObject({ status: 304, text: '' });
  });

  test('says nothing while nothing is wrong', async () => {
    await server.disk('/', 89);
    await server.service('nginx', 'active');
    const { code, stderr, sent } = await server.run(hub({ CHECK_SERVICES: 'nginx' }));
    expect({ code, stderr, sent }).toEqual({ code: 0, stderr: '', sent: [] });
    expect(await incidents()).toEqual([]);
  });

  test('reports a full disk, folds its repeats and closes the incident', async () => {
    await server.disk('/', 20);
    await server.disk('/data', 95);
    expect(await server.run(hub())).toMatchObject({ code: 0, stderr: '' });
    await server.disk('/data', 97);
    await server.run(hub());
    expect(await incidents()).toMatchObject([
      { title: 'Disk full on web-01 (/data)', severity: 'high', progress: 'triggered' },
    ]);
    expect(await alerts()).toMatchObject([
      {
        status: 'firing',
        event_count: 2,
        annotations: { mount: '/data', disk_usage_percent: '97', threshold: '90' },
      },
    ]);
    await server.disk('/data', 50);
    const { sent } = await server.run(hub());
    expect(sent).toEqual([
      {
        hostname: 'web-01',
        incident_type: 'disk_full',
        severity: 'high',
        evidence: { mount: '/data', status: 'resolved' },
      },
    ]);
    expect(await incidents()).toMatchObject([{ progress: 'closed', closed_by: 'recovery' }]);
    expect((await server.run(hub())).sent).toEqual([]);
  });

  test('reports a busy CPU and little memory, and their recovery', async () => {
    await server.load('3.60');
    await server.memory(900);
    expect((await server.run(hub())).sent.map(({ evidence }) => evidence)).toMatchObject([
      { cpu_percent: 90, load_1m: 3.6, cores: 4 },
      { memory_percent: 90, total_mb: 1000, used_mb: 900, top_process: 'mysqld' },
    ]);
    await server.load('3.59');
    await server.run(hub());
    expect((await incidents()).map(({ title, progress }) => [title, progress]).toSorted()).toEqual([
      ['CPU usage high on web-01', 'closed'],
      ['Memory usage high on web-01', 'triggered'],
    ]);
    await server.memory(899);
    await server.run(hub());
    expect(await incidents()).toMatchObject([{ progress: 'closed' }, { progress: 'closed' }]);
  });

  test('reports a service that is down until it is up', async () => {
    await server.service('nginx', 'failed');
    await server.service('redis', 'active');
    const settings = hub({ CHECK_SERVICES: ' nginx , redis,,' });
    await server.run(settings);
    await server.run(settings);
    expect(await incidents()).toMatchObject([
      { title: 'Service nginx down on web-01', severity: 'critical', alert_count: 1 },
    ]);
    expect(await alerts()).toMatchObject([
      {
        event_count: 2,
        annotations: {
          service_name: 'nginx',
          service_active: 'false',
          error: 'nginx is failed',
          exit_code: '143',
        },
      },
    ]);
    await server.service('nginx', 'active');
    await server.run(settings);
    expect(await incidents()).toMatchObject([{ progress: 'closed' }]);
  });

  test('reports a port that is really closed until somebody listens', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    await new Promise((resolve) => taken.close(resolve));
    const settings = hub({ CHECK_PORTS: `${port},${rig.port}` });
    const { sent } = await server.run(settings);
    expect(sent).toMatchObject([
      { incident_type: 'port_unavailable', evidence: { port, port_open: false } },
    ]);
    expect(await incidents()).toMatchObject([{ title: `Port ${port} unavailable on web-01` }]);
    const opened = createServer().listen(port, '127.0.0.1');
    try {
      await once(opened, 'listening');
      await server.run(settings);
      expect(await incidents()).toMatchObject([{ progress: 'closed' }]);
    } finally {
      opened.close();
    }
  });

  test('takes names of any bytes', async () => {
    const mounts = [
      '/a b',
      '/line\nbreak',
      '/tab\t"quote"',
      '/back\\040slash',
      '/ctl\u0001\u007f',
      '/é😀',
    ];
    for (const mount of mounts) await server.disk(mount, 99);
    await server.disk(Buffer.from([0x2f, 0xff, 0x41, 0xc3]), 99);
    const service = 'a"b\\c\n{{ $(touch pwned) }} -x';
    const { code, sent } = await server.run(hub({ CHECK_SERVICES: `--help,${service}` }));
    expect(code).toBe(0);
    const told = sent.map(({ evidence }) => evidence.mount ?? evidence.service_name);
    expect(told).toEqual([...mounts, '/\ufffdA\ufffd', '--help', service]);
    expect(await incidents()).toHaveLength(told.length);
    await server.unmount();
    const after = await server.run(hub());
    expect(after.sent.map(({ evidence }) => evidence.status)).toEqual(told.map(() => 'resolved'));
    const open = (await incidents()).filter(({ progress }) => progress !== 'closed');
    expect(open).toEqual([]);
  });

  test('says that the secret is wrong, and reports once it is right', async () => {
    await server.disk('/', 99);
    const wrong = await server.run(hub({ OREMEDY_SECRET: 'wrong' }));
    expect(wrong.code).toBe(5);
    expect(wrong.stderr).toContain('the hub refused the signature');
    expect(wrong.sent).toEqual([]);
    expect(await incidents()).toEqual([]);
    const file = join(server.folder, 'secret');
    await writeFile(file, `${shop.webhookSecret}\n`);
    const right = await server.run(hub({ OREMEDY_SECRET: '', OREMEDY_SECRET_FILE: file }));
    expect(right).toMatchObject({ code: 0, stderr: '' });
    expect(await incidents()).toHaveLength(1);
  });
});

describe.skipIf(!runs)('the monitor script', () => {
  let receiver: FakeReceiver;
  beforeEach(async () => {
    receiver = await startReceiver({ answer: 202 });
  });
  afterEach(() => receiver.close());

  const SECRET = 'whsec-a secret; "quoted"';
  const hub = (more: Readonly<Record<string, string>> = {}) => ({
    OREMEDY_URL: receiver.url,
    OREMEDY_TENANT: 'shop',
    OREMEDY_SECRET: SECRET,
    ...more,
  });

  test.each([
    ['short', 'x'],
    ['of a block', 'k'.repeat(64)],
    ['longer than a block', 'k'.repeat(65)],
    ['of many alphabets', 'pässwört 鍵 %s \\x41'],
  ])('signs the exact bytes under a secret that is %s', async (_, secret) => {
    await server.disk('/é "x"', 99);
    expect((await server.run(hub({ OREMEDY_SECRET: secret }))).code).toBe(0);
    const [request] = await receiver.waitFor(1);
    const body = request?.body ?? Buffer.alloc(0);
    const digest = createHmac('sha256', secret).update(body).digest('hex');
    expect(request).toMatchObject({
      method: 'POST',
      path: '/api/v1/webhooks/alerts/shop',
      headers: {
        'content-type': 'application/json',
        'x-openremedy-signature': `sha256=${digest}`,
      },
    });
  });

  test('shows the secret to no program that it runs', async () => {
    const calls = join(server.folder, 'calls');
    for (const name of ['curl', 'od', 'sha256sum', 'mv', 'date', 'uname', 'flock']) {
      const real = `/usr/bin/${name}`;
      const script = `#!/bin/bash\n{ printf '%s\\n' "$0" "$@"; env; } >>'${calls}'\nexec ${real} "$@"\n`;
      await server.program(name, script);
    }
    await server.disk('/', 99);
    expect((await server.run(hub({ OREMEDY_HOSTNAME: '' }))).code).toBe(0);
    const seen = await readFile(calls, 'utf8');
    expect(seen).toMatch(/bin\/curl\n/);
    expect(seen).toMatch(/bin\/uname\n/);
    expect(seen).not.toContain(SECRET);
  });

  test('prints in a dry run what it would send, and neither sends nor remembers', async () => {
    await server.disk('/', 99);
    await server.program('curl', null);
    const { code, sent } = await server.run({}, '--dry-run');
    expect(code).toBe(0);
    expect(sent).toMatchObject([{ incident_type: 'disk_full', evidence: { mount: '/' } }]);
    expect(receiver.requests).toEqual([]);
    expect(await readdir(server.folder)).not.toContain('state');
  });

  test('says how it is used and which version it is', async () => {
    expect(await server.run({}, '--help')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Usage: [\s\S]*OREMEDY_URL[\s\S]*Exit codes:/),
    });
    expect(await server.run({}, '--version')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^tocsin-monitor \d+\.\d+\.\d+\n$/),
    });
  });

  test.each([
    [{ OREMEDY_URL: '' }, 'OREMEDY_URL is not set'],
    [{ OREMEDY_URL: 'ftp://hub' }, 'OREMEDY_URL must look like'],
    [{ OREMEDY_TENANT: '' }, 'OREMEDY_TENANT is not set'],
    [{ OREMEDY_TENANT: '../x' }, 'OREMEDY_TENANT must be'],
    [{ OREMEDY_SECRET: '' }, 'OREMEDY_SECRET (or OREMEDY_SECRET_FILE) is not set'],
    [{ DISK_THRESHOLD: '0' }, 'DISK_THRESHOLD must be a whole number from 1 to 100, not "0"'],
    [
      { MEM_THRESHOLD: '9\n0' },
      'MEM_THRESHOLD must be a whole number from 1 to 100, not "9\\u000a0"',
    ],
    [{ CHECK_PORTS: '80,a[$(id)]' }, 'CHECK_PORTS must list ports from 1 to 65535'],
    [{ CHECK_PORTS: '65536' }, 'CHECK_PORTS must list ports from 1 to 65535'],
  ])('names the setting that is wrong: %j', async (settings, message) => {
    const { code, stderr } = await server.run(hub(settings));
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain(SECRET);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('names an option that it does not know', async () => {
    const { code, stderr } = await server.run(hub(), '--verbose');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('"--verbose"') });
  });

  test('says that curl is missing', async () => {
    await server.program('curl', null);
    const { code, stderr } = await server.run(hub());
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringContaining('curl is not installed'),
    });
  });

  test('says that the hub is unwell or away, asks it once, and tells everything later', async () => {
    await server.disk('/a', 99);
    await server.disk('/b', 99);
    receiver.respondWith(503);
    const unwell = await server.run(hub());
    expect(unwell.code).toBe(4);
    expect(unwell.stderr).toContain('(503)');
    expect(receiver.requests).toHaveLength(1);
    const away = await server.run(hub({ OREMEDY_URL: `http://127.0.0.1:${await unusedPort()}` }));
    expect(away.code).toBe(4);
    expect(away.stderr).toContain('the hub cannot be reached');
    receiver.respondWith(202);
    expect(await server.run(hub())).toMatchObject({ code: 0, sent: [{}, {}] });
  });

  test('keeps a recovery until the hub has it', async () => {
    await server.disk('/', 99);
    await server.run(hub());
    await server.disk('/', 10);
    receiver.respondWith(500);
    expect((await server.run(hub())).code).toBe(4);
    expect(await rememberedBy(server)).toEqual(['disk_full\t"/"\t']);
    receiver.respondWith(202);
    expect((await server.run(hub())).sent).toMatchObject([{ evidence: { status: 'resolved' } }]);
    expect(await rememberedBy(server)).toEqual([]);
  });

  test('tells of a recovery although the first reply was lost', async () => {
    await server.disk('/', 99);
    receiver.respondWith((_, response) => void response.destroy());
    expect((await server.run(hub())).code).toBe(4);
    await server.disk('/', 10);
    receiver.respondWith(202);
    expect((await server.run(hub())).sent).toMatchObject([{ evidence: { status: 'resolved' } }]);
  });

  test('keeps its state to itself', async () => {
    await server.disk('/', 99);
    await server.run(hub());
    expect((await stat(server.state)).mode & 0o777).toBe(0o700);
    const files = await readdir(server.state);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect((await stat(join(server.state, file))).mode & 0o777, file).toBe(0o600);
    }
  });

  test('takes a disk that does not answer neither for full nor for well', async () => {
    await server.disk('/nfs', 99, 'nfs4');
    await server.run(hub());
    await server.disk('/nfs', null);
    const { code, stderr, sent } = await server.run(hub());
    expect({ code, sent }).toEqual({ code: 1, sent: [] });
    expect(stderr).toContain('"/nfs" did not answer');
    expect(await rememberedBy(server)).toHaveLength(1);
  });

  test('does not take a systemd that is silent for a service that is down', async () => {
    await server.program('systemctl', '#!/bin/bash\nexit 1\n');
    const { code, sent } = await server.run(hub({ CHECK_SERVICES: 'nginx' }));
    expect({ code, sent }).toEqual({ code: 1, sent: [] });
  });

  test('looks at real disks only, and at each once', async () => {
    await server.disk('/snap/core', 100, 'squashfs');
    await server.disk('/var/lib/docker/overlay2/1/merged', 99, 'overlay');
    await server.disk('/run/user/0', 99, 'tmpfs');
    await server.disk('/mnt/disk', 99, 'xfs');
    const mounts = join(server.folder, 'proc/self/mounts');
    const text = await readFile(mounts, 'utf8');
    const disk = text.split('\n').at(-2) ?? '';
    await writeFile(mounts, `${text}${disk.replace('/mnt/disk', '/etc/hosts.bind')}\n`);
    const { code, sent } = await server.run(hub());
    expect(code).toBe(0);
    expect(sent.map(({ evidence }) => evidence.mount)).toEqual(['/mnt/disk']);
  });

  test('names the largest files of a disk that is full', async () => {
    const folder = join(server.folder, 'disk');
    await mkdir(folder);
    await writeFile(join(folder, 'big "log"\nfile'), Buffer.alloc(1));
    await writeFile(join(folder, 'big.log'), Buffer.alloc(12 * 1024 * 1024, 1));
    await writeFile(join(folder, 'small.log'), Buffer.alloc(1024, 1));
    await server.disk(folder, 99);
    await server.program('find', '#!/bin/bash\nexec /usr/bin/find "$@"\n');
    const settings = hub();
    const first = await server.run(settings);
    expect(first.sent[0].evidence.largest_files).toEqual([`${folder}/big.log (12 MB)`]);
    // Asked once: the repeat has it from the state.
    await server.program('find', '#!/bin/bash\nexit 1\n');
    expect((await server.run(settings)).sent).toEqual(first.sent);
  });

  test('breaks the lock of a run that was killed, where there is no flock', async () => {
    await server.program('flock', null);
    await server.disk('/', 99);
    await server.run(hub());
    const state = (await readdir(server.state)).find((name) => /^state-\w+$/.test(name));
    const lock = join(server.state, `${state}.lock.d`);
    await mkdir(lock);
    await writeFile(join(lock, 'pid'), `${process.pid}\n`);
    expect((await server.run(hub())).code).toBe(6);
    // Above what Linux gives out.
    await writeFile(join(lock, 'pid'), '99999999\n');
    expect((await server.run(hub())).code).toBe(0);
    expect(await readdir(server.state)).toEqual([state]);
  });

  describe.each([
    ['flock', false],
    ['no flock', true],
  ])('with %s', (_, withoutFlock) => {
    beforeEach(async () => {
      if (withoutFlock) await server.program('flock', null);
    });

    test('runs once at a time', async () => {
      await server.disk('/', 99);
      const held = Promise.withResolvers<void>();
      receiver.respondWith(async () => {
        await held.promise;
        return 202;
      });
      const first = server.run(hub());
      await receiver.waitFor(1, 20_000);
      const second = await server.run(hub());
      expect(second).toMatchObject({ code: 6, sent: [] });
      expect(second.stderr).toContain('another run is still going on');
      held.resolve();
      expect(await first).toMatchObject({ code: 0, sent: [{}] });
      expect((await server.run(hub())).code).toBe(0);
      expect(receiver.requests).toHaveLength(2);
    });
  });
});

async function unusedPort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
