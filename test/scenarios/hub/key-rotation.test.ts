import { createHmac, randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Hub, startHub } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import { keyIdOf } from '../../../src/kernel/key-ring.ts';
import { readKeyFiles, writeNextKey } from '../../../src/key-files.ts';
import { SEALED_COLUMNS } from '../../../src/sealed-columns.ts';
import { type FakeReceiver, startReceiver } from '../../fake-receiver.ts';
import { runCommand } from '../../run-command.ts';
import { codeNow } from '../people/authenticator.ts';
import { type Browser, openPeopleRig, PASSWORD, type PeopleRig } from '../people/people-rig.ts';

const EMAIL = 'ada@shop.example';
const SECRET = 'a-secret-of-the-sender';
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
const LOADING = 40;

let rig: PeopleRig;
let second: Hub;
let receiver: FakeReceiver;
beforeAll(async () => {
  receiver = await startReceiver();
  rig = await openPeopleRig({ OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8' });
  second = await rig.start();
});
afterAll(async () => {
  await second?.close();
  await rig?.close();
  await receiver?.close();
});

const files = () => readKeyFiles(rig.commandEnv.TOCSIN_DATA);
const secondBase = () => `http://127.0.0.1:${second.port}`;

async function made(path: string, body: unknown) {
  const reply = await rig.operator('POST', path, body);
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}

/** Something sealed in every column there is; returns where signed alerts go. */
async function sealSomething(ada: Browser): Promise<string> {
  await made('/outbound-webhooks', {
    name: 'Receiver',
    url: `${receiver.url}/hook`,
    event_types: ['i_new'],
    headers: { 'X-Token': 'a token of ours' },
    secret: WEBHOOK_SECRET,
  });
  await made('/chat-channels', { name: 'Room', url: 'https://chat.example/hooks/1' });
  const service = await made('/services', { name: 'Shop' });
  expect((await rig.operator('GET', `/services/${service.id}`)).status).toBe(200);
  const hubs = await rig.operator('GET', '/hubs');
  await made(`/hubs/${hubs.body.data[0].id}/subscribers`, {
    channel: 'webhook',
    address: 'https://subscriber.example/hook',
    confirmed: true,
  });
  const stored = { value: 'Bearer of-a-recipe' };
  expect((await rig.operator('PUT', '/recipe-secrets/KEY', stored)).status).toBe(200);
  const preferences = { chat_url: 'https://chat.example/hooks/2' };
  const path = '/members/me/notification-preferences';
  const saved = await ada.api('PATCH', path, preferences);
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  const body = { name: 'Monitor', format: 'regen', secret: SECRET };
  const wanted = { 'idempotency-key': 'once' };
  const integration = await ada.api('POST', '/integrations', body, wanted);
  expect(integration.status, JSON.stringify(integration.body)).toBe(201);
  return new URL(integration.body.url).pathname;
}

async function withSecondFactor(person: Browser): Promise<string> {
  const begun = await person.send('POST', '/api/auth/two-factor/enable', { password: PASSWORD });
  const secret = new URL(begun.body.totpURI).searchParams.get('secret') ?? '';
  const code = codeNow(secret);
  expect((await person.send('POST', '/api/auth/two-factor/verify-totp', { code })).status).toBe(
    200,
  );
  return secret;
}

/** Second factors without the label that says which key encrypted them. */
async function asOlderVersionsStored(): Promise<void> {
  const { rowCount } = await rig.store.pool.query(
    `update auth.two_factors set secret = regexp_replace(secret, '^[$]ba[$][0-9]+[$]', ''),
       backup_codes = regexp_replace(backup_codes, '^[$]ba[$][0-9]+[$]', '')
     where secret like '$ba$%' and backup_codes like '$ba$%'`,
  );
  expect(rowCount).toBe(1);
}

/** Signed alerts to both hubs until `stop`; what was answered, by status. */
function startLoad(path: string) {
  const statuses: Record<number, number> = {};
  let stopped = false;
  const post = async (base: string, id: string) => {
    const alert = { external_id: id, title: `Alert ${id}`, severity: 'critical', status: 'firing' };
    const body = JSON.stringify({ alerts: [alert] });
    const signature = createHmac('sha256', SECRET).update(body).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'x-regen-signature': `sha256=${signature}`,
    };
    const { status } = await fetch(base + path, { method: 'POST', headers, body });
    statuses[status] = (statuses[status] ?? 0) + 1;
  };
  const run = async (base: string, name: string) => {
    for (let count = 1; !stopped; count++, await sleep(LOADING))
      await post(base, `${name}${count}`);
  };
  const running = Promise.all([run(rig.base, 'a'), run(secondBase(), 'b')]);
  const stop = async () => {
    stopped = true;
    await running;
    return statuses;
  };
  return { post, stop };
}

async function incidentsOnBoth(person: Browser): Promise<number[]> {
  const elsewhere = rig.browser(secondBase());
  for (const [name, value] of person.cookies) elsewhere.cookies.set(name, value);
  const replies = [await person.api('GET', '/incidents'), await elsewhere.api('GET', '/incidents')];
  return replies.map(({ status }) => status);
}

async function signInWithSecondFactor(secret: string): Promise<number> {
  const browser = rig.browser();
  await browser.signIn(EMAIL);
  const code = codeNow(secret);
  return (await browser.send('POST', '/api/auth/two-factor/verify-totp', { code })).status;
}

async function keysOfProcesses(): Promise<(readonly string[])[]> {
  const rows = await rig.store.db.selectFrom('server_processes').selectAll().execute();
  return rows.map((row) => row.opening_keys);
}

test('a key is replaced under load: nobody notices, and the old one is not needed any more', async () => {
  const ada = await rig.member(EMAIL, 'admin');
  const totp = await withSecondFactor(ada);
  const path = await sealSomething(ada);
  await asOlderVersionsStored();
  const { current: old } = await files();
  const load = startLoad(path);

  // One that was interrupted after it had announced its key goes on with that key.
  const announced = randomBytes(32);
  await writeNextKey(rig.commandEnv.TOCSIN_DATA, announced);
  const rotated = await runCommand(['rotate-key', '--json'], rig.commandEnv);
  expect(rotated).toMatchObject({ code: 0, stderr: '' });
  const report = JSON.parse(rotated.stdout);
  expect(report).toMatchObject({ key: keyIdOf(announced), complete: true, unopened: {} });
  const places = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`);
  expect(Object.keys(report.resealed).sort()).toEqual([...places, 'auth.two_factors'].sort());
  expect(await files()).toEqual({ current: announced, next: null, previous: [old] });
  expect(await incidentsOnBoth(ada)).toEqual([200, 200]);

  await rm(join(rig.commandEnv.TOCSIN_DATA, 'secret-key.previous'));
  await expect
    .poll(keysOfProcesses, { timeout: 20_000 })
    .toEqual([[keyIdOf(announced)], [keyIdOf(announced)]]);
  expect(await signInWithSecondFactor(totp)).toBe(200);
  const seen = receiver.requests.length;
  await load.post(secondBase(), 'the last one');
  const received = (await receiver.waitFor(seen + 1, 20_000)).at(-1);
  const headers = received?.headers as Record<string, string>;
  expect(headers['x-token']).toBe('a token of ours');
  new Webhook(WEBHOOK_SECRET).verify(received?.body.toString() ?? '', headers);
  expect(Object.keys(await load.stop())).toEqual(['200']);
});

test('a hub with the key of before does not start, and says why in one sentence', async () => {
  const env = { ...rig.commandEnv, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'fatal' };
  const wrong = { ...env, TOCSIN_SECRET_KEY: randomBytes(32).toString('hex') };
  const { current } = await files();
  await expect(startHub(readConfig(wrong))).rejects.toThrow(
    `are sealed under secret key ${current && keyIdOf(current)}, but the hub was given`,
  );
});

test('a key of the environment is replaced by hand, in steps that the command names', async () => {
  const key = (await readFile(join(rig.commandEnv.TOCSIN_DATA, 'secret-key'), 'utf8')).trim();
  const alone = await runCommand(['rotate-key'], { ...rig.commandEnv, TOCSIN_SECRET_KEY: key });
  expect(alone.code).toBe(2);
  expect(alone.stderr).toContain('TOCSIN_SECRET_KEY_PREVIOUS to the new key');
  expect(alone.stderr).not.toContain(key);
});

test('every column that could hold sealed bytes is known to hold them, or not to', async () => {
  const others = [
    'hub_snapshots.bundle',
    'sealing_keys.proof',
    'sign_in_attempts.account',
    'subscription_confirmations.body',
  ];
  const { rows } = await rig.store.pool.query(
    `select c.relname || '.' || a.attname as place from pg_class c
     join pg_attribute a on a.attrelid = c.oid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
       and a.attnum > 0 and a.atttypid = 'bytea'::regtype
       and a.attname !~ '(hash|digest)$'`,
  );
  const sealed = SEALED_COLUMNS.filter(({ form }) => form === 'bytes');
  const known = [...others, ...sealed.map(({ table, column }) => `${table}.${column}`)];
  expect(rows.map(({ place }) => place).sort()).toEqual(known.sort());
});
