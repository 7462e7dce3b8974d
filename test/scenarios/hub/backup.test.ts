import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHub } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import { writeFileWhole } from '../../../src/store/archive/archive-file.ts';
import { type FakeReceiver, startReceiver } from '../../fake-receiver.ts';
import { createTestDatabase, type TestDatabase } from '../../harness-database.ts';
import { runCommand } from '../../run-command.ts';
import { type Browser, openPeopleRig, type PeopleRig, sendTo } from '../people/people-rig.ts';
import { postSigned, SECRET, startLoad, titleOf, titlesOn } from './signed-load.ts';

const WEBHOOK_SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

let folder: string;
let receiver: FakeReceiver;
let rig: PeopleRig;
let ada: Browser;
/** Where the second hub's database will be. */
let empty: TestDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-backup-'));
  // As root the database runs as another user, who must be able to pass.
  await chmod(folder, 0o711);
  receiver = await startReceiver({ answer: ({ path }) => (path === '/away' ? 503 : 200) });
  rig = await openPeopleRig({ OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8' });
  empty = await createTestDatabase({ empty: true });
});
afterAll(async () => {
  await rig?.close();
  await receiver?.close();
  await empty?.drop();
  await rm(folder, { recursive: true, force: true });
});

const archive = () => join(folder, 'hub.tar.zst');

/** The restored hub is one with its own database where the run is about the embedded one. */
const restoredEnv = (): Record<string, string> => ({
  TOCSIN_DATA: join(folder, 'restored'),
  ...(process.env.TOCSIN_TEST_DATABASE === 'system' && { DATABASE_URL: empty.url }),
});

async function made(path: string, body: unknown) {
  const reply = await rig.operator('POST', path, body);
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}

const digestsOf = (summary: { tables: { name: string; rows: number; sha256: string }[] }) =>
  Object.fromEntries(summary.tables.map(({ name, rows, sha256 }) => [name, `${rows} ${sha256}`]));

const cookieOf = ({ cookies }: Browser) =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

let acknowledgedBefore: string[] = [];
let alertsPath = '';
let apiKey = '';
let summary: { kind: string; tables: { name: string; rows: number; sha256: string }[] };

test('a hub is backed up while it takes signed alerts', async () => {
  ada = await rig.member('ada@shop.example', 'owner');
  await made('/outbound-webhooks', {
    name: 'Receiver',
    url: `${receiver.url}/hook`,
    event_types: ['i_new'],
    secret: WEBHOOK_SECRET,
  });
  // Nobody takes anything there: what goes to it keeps waiting.
  await made('/outbound-webhooks', {
    name: 'Away',
    url: `${receiver.url}/away`,
    event_types: ['i_new'],
  });
  const integration = await made('/integrations', {
    name: 'Monitor',
    format: 'regen',
    secret: SECRET,
  });
  apiKey = (await made('/api-keys', { name: 'Script', scope: 'viewer' })).key;
  alertsPath = new URL(integration.url).pathname;
  const load = startLoad(rig.base, alertsPath);
  await expect.poll(() => load.acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(20);
  acknowledgedBefore = [...load.acknowledged];
  const made2 = await runCommand(['backup', '--out', archive(), '--json'], rig.commandEnv);
  const during = load.acknowledged.length - acknowledgedBefore.length;
  await load.stop();
  expect(made2).toMatchObject({ code: 0, stderr: '' });
  expect(during).toBeGreaterThan(0);
  summary = JSON.parse(made2.stdout);
  expect((await stat(archive())).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['hub.tar.zst']);
});

test('no table of the database is missing in it, but those it names with a reason', async () => {
  const { rows } = await rig.store.pool.query(
    `select n.nspname || '.' || c.relname as name from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition
       and n.nspname !~ '^(pg_|information_schema|jobs$)' order by 1`,
  );
  const left = ['public.live_events', 'public.schema_migrations'];
  const archived = summary.tables.map(({ name }) => name);
  expect([...archived, ...left].sort()).toEqual(rows.map(({ name }) => name).sort());
});

test('it is verified without being restored, and a changed byte or a cut is noticed', async () => {
  const whole = await runCommand(['backup', 'verify', archive()], {});
  expect(whole).toMatchObject({ code: 0 });
  expect(whole.stdout).toContain('is whole: the whole hub');
  const bytes = await readFile(archive());
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
  const broken = join(folder, 'broken');
  await writeFile(broken, bytes);
  expect(await runCommand(['backup', 'verify', broken], {})).toMatchObject({ code: 1 });
  await writeFile(broken, (await readFile(archive())).subarray(0, middle));
  const env = restoredEnv();
  const cut = await runCommand(['restore', broken], env);
  expect(cut.code).toBe(1);
  expect(cut.stderr).toContain('not complete');
  // Nothing is left of it: the same place still counts as empty in the next test.
  expect(await readdir(env.TOCSIN_DATA ?? '').catch(() => [])).toEqual([]);
});

test('a file has its name when it is complete, and is never replaced by accident', async () => {
  const path = join(folder, 'whole');
  const writing = (words: string, overwrite: boolean, fault?: Error) =>
    writeFileWhole(path, overwrite, async (sink) => {
      await pipeline(Readable.from([words]), sink);
      expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toHaveLength(1);
      if (fault) throw fault;
    });
  await expect(writing('half', false, new Error('broke'))).rejects.toThrow('broke');
  expect((await readdir(folder)).filter((name) => name.includes('whole'))).toEqual([]);
  await writing('first', false);
  await expect(writing('second', false)).rejects.toThrow('exists already');
  expect(await readFile(path, 'utf8')).toBe('first');
  await writing('third', true);
  expect(await readFile(path, 'utf8')).toBe('third');
  await expect(writeFileWhole('/no/such/folder', false, async () => {})).rejects.toThrow(
    '/no/such/folder could not be written (ENOENT)',
  );
});

test('restored, every row is as it was, and everything that was issued still works', async () => {
  const env = restoredEnv();
  expect(await runCommand(['restore', archive()], env)).toMatchObject({ code: 0, stderr: '' });
  const again = join(folder, 'again.tar.zst');
  const copied = await runCommand(['backup', '--out', again, '--json'], env);
  expect(copied).toMatchObject({ code: 0, stderr: '' });
  expect(digestsOf(JSON.parse(copied.stdout))).toEqual(digestsOf(summary));
  const twice = await runCommand(['restore', archive()], env);
  expect(twice).toMatchObject({ code: 1 });
  expect(twice.stderr).toContain('not empty');

  const settings = { HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'fatal' };
  const loopback = { OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8' };
  const hub = await startHub(readConfig({ ...env, ...settings, ...loopback }));
  const base = `http://127.0.0.1:${hub.port}`;
  try {
    const titles = await titlesOn(base, `Bearer ${apiKey}`);
    for (const id of acknowledgedBefore) expect(titles).toContain(titleOf(id));
    const me = await sendTo(base, 'GET', '/api/v1/session', undefined, { cookie: cookieOf(ada) });
    expect([me.status, me.body.user?.email]).toEqual([200, 'ada@shop.example']);
    expect((await postSigned(base, alertsPath, 'after the restore')).status).toBe(200);
    const isTold = ({ body }: { body: Buffer }) => body.includes('after the restore');
    await expect.poll(() => receiver.requests.some(isTold), { timeout: 20_000 }).toBe(true);
    const told = receiver.requests.find(isTold);
    const headers = told?.headers as Record<string, string>;
    new Webhook(WEBHOOK_SECRET).verify(told?.body.toString() ?? '', headers);
    if (env.DATABASE_URL === undefined) {
      // The embedded database is that of the hub which runs now.
      const online = await runCommand(['backup', '--out', again, '--force'], env);
      expect(online).toMatchObject({ code: 0, stderr: '' });
    }
  } finally {
    await hub.close();
  }
});

test('another secret key is refused; quietly restored, nothing waits to be sent', async () => {
  const target = await createTestDatabase({ empty: true });
  const env = { TOCSIN_DATA: join(folder, 'other'), DATABASE_URL: target.url };
  const wrong = { ...env, TOCSIN_SECRET_KEY: randomBytes(32).toString('hex') };
  const refused = await runCommand(['restore', archive()], wrong);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/TOCSIN_SECRET_KEY is key [0-9a-f]{8}, but the backup/);

  const lacking = ['backup', '--out', join(folder, 'unreadable')];
  const given = { ...rig.commandEnv, TOCSIN_SECRET_KEY: wrong.TOCSIN_SECRET_KEY };
  const refusedToo = await runCommand(lacking, { ...given, TOCSIN_DATA: folder });
  expect(refusedToo.code).toBe(2);
  expect(refusedToo.stderr).toMatch(/sealed under secret key [0-9a-f]{8}, which is not known here/);

  const waiting = summary.tables.find(({ name }) => name === 'public.deliveries')?.rows;
  expect(waiting).toBeGreaterThan(0);
  const quiet = await runCommand(['restore', archive(), '--quiet'], env);
  expect(quiet).toMatchObject({ code: 0, stderr: '' });
  const { rows } = await target.store.pool.query(`select
    (select count(*) from deliveries) + (select count(*) from lanes)
    + (select count(*) from outbox) + (select count(*) from alert_outbox) as waiting,
    (select count(*) from incidents) > 0 as kept`);
  expect(rows).toEqual([{ waiting: 0, kept: true }]);
  await target.drop();
});

test('a tenant moves to another hub with its people, and what was issued works there', async () => {
  const tenant = await made('/tenants', { slug: 'acme', name: 'Acme' });
  const inAcme = async (path: string, body: unknown) => {
    const reply = await rig.operator('POST', path, body, 'acme');
    expect(reply.status, JSON.stringify(reply.body)).toBe(201);
    return reply.body;
  };
  const sending = { name: 'Receiver', url: `${receiver.url}/acme`, event_types: ['i_new'] };
  await inAcme('/outbound-webhooks', { ...sending, secret: WEBHOOK_SECRET });
  await inAcme('/chat-channels', { name: 'Room', url: 'https://chat.example/hooks/1' });
  const integration = await inAcme('/integrations', {
    name: 'Monitor',
    format: 'regen',
    secret: SECRET,
  });
  const path = new URL(integration.url).pathname;
  expect((await postSigned(rig.base, path, 'before the move')).status).toBe(200);
  await rig.member('bob@shop.example', 'responder', 'acme');
  await rig.member('cleo@shop.example', 'owner', 'acme');

  const target = await openPeopleRig({ OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8' });
  try {
    const cleo = await target.member('cleo@shop.example', 'viewer');
    const file = join(folder, 'acme.tar.zst');
    const out = ['export', '--tenant', 'acme', '--out', file, '--json'];
    const exported = await runCommand(out, rig.commandEnv);
    expect(exported).toMatchObject({ code: 0, stderr: '' });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const imported = await runCommand(['import', file], target.commandEnv);
    expect(imported).toMatchObject({ code: 0, stderr: '' });

    const key = `Bearer ${tenant.api_key}`;
    expect(await titlesOn(target.base, key)).toEqual([titleOf('before the move')]);
    await expect
      .poll(async () => (await postSigned(target.base, path, 'after the move')).status, {
        timeout: 20_000,
      })
      .toBe(200);
    const isTold = ({ body }: { body: Buffer }) => body.includes('after the move');
    await expect.poll(() => receiver.requests.some(isTold), { timeout: 20_000 }).toBe(true);
    const told = receiver.requests.find(isTold);
    const headers = told?.headers as Record<string, string>;
    new Webhook(WEBHOOK_SECRET).verify(told?.body.toString() ?? '', headers);
    expect((await target.browser().signIn('bob@shop.example')).status).toBe(200);
    const hers = await cleo.api('GET', '/session');
    expect(JSON.stringify(hers.body)).toContain('acme');
    const { rows } = await target.store.pool.query(`select u.email, m.role
      from members m join auth.users u on u.id = m.user_id where m.tenant_id = 'ten_acme' order by 1`);
    expect(rows).toEqual([
      { email: 'bob@shop.example', role: 'responder' },
      { email: 'cleo@shop.example', role: 'owner' },
    ]);

    const again = await runCommand(['import', file], target.commandEnv);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('The tenant acme exists already on this hub.');
    const whole = await runCommand(['restore', file], target.commandEnv);
    expect(whole.code).toBe(1);
  } finally {
    await target.close();
  }
});
