import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeReceiver, startReceiver } from '../../fake-receiver.ts';
import { openMailbox } from './mailbox.ts';
import { type Browser, openPeopleRig, type PeopleRig } from './people-rig.ts';
import { tablesOfTenant, tablesWith } from './whole-database.ts';

// What is erased is nowhere: the whole database is searched for it afterwards.

/** Generous: how soon something is erased is not what these tests are about. */
const PATIENCE = { timeout: 30_000, interval: 50 };

let mailbox: Awaited<ReturnType<typeof openMailbox>>;
let receiver: FakeReceiver;
let rig: PeopleRig;

beforeAll(async () => {
  mailbox = await openMailbox();
  receiver = await startReceiver();
  rig = await openPeopleRig({
    SMTP_URL: mailbox.url,
    MAIL_FROM: 'Tocsin <hub@shop.example>',
    OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8',
  });
});
afterAll(async () => {
  await rig?.close();
  await receiver?.close();
  await mailbox?.close();
});

/** A request of the operator that must work. */
async function ask(tenant: string, method: string, path: string, body?: unknown) {
  const reply = await rig.operator(method, path, body, tenant);
  if (reply.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(reply.body)}`);
  return reply.body;
}

const hubOf = async (tenant: string) => (await ask(tenant, 'GET', '/hubs')).data[0].id as string;

/** A tenant at work: alerts, incidents, people, a page, subscribers, webhooks and what they cause. */
async function fill(tenant: string) {
  const service = await ask(tenant, 'POST', '/services', { name: 'Checkout' });
  const sender = await ask(tenant, 'POST', '/integrations', {
    format: 'regen',
    name: 'Sender',
    settings: { signature: 'off' },
  });
  await ask(tenant, 'POST', '/outbound-webhooks', {
    name: 'Receiver',
    url: `${receiver.url}/${tenant}`,
    event_types: '*',
  });
  await ask(tenant, 'POST', '/chat-channels', { name: 'Chat', url: `${receiver.url}/${tenant}` });
  const alert = { title: 'Disk full', severity: 'critical', external_id: 'disk' };
  const path = new URL(sender.url).pathname;
  await rig.browser().send('POST', path, { alerts: [{ ...alert, service: 'Checkout' }] });
  const incident = await ask(tenant, 'POST', '/incidents', { title: 'Shop', severity: 'high' });
  await ask(tenant, 'POST', `/incidents/${incident.id}/comment`, { text: 'Looking' });
  const hub = await hubOf(tenant);
  const subscriber = {
    channel: 'webhook',
    address: `${receiver.url}/told-of-${tenant}`,
    confirmed: true,
  };
  const { id } = await ask(tenant, 'POST', `/hubs/${hub}/subscribers`, subscriber);
  await ask(tenant, 'POST', `/hubs/${hub}/reports`, {
    title: 'Slow',
    body: 'We look.',
    state: 'investigating',
    statuses: [{ service_id: service.id, status: 'degraded' }],
  });
  return { path, hub, subscriber: id as string };
}

test('a tenant that is erased is unknown at once and nowhere in the end, others are as before', async () => {
  await ask('default', 'POST', '/tenants', { slug: 'acme', name: 'Acme' });
  const key = (await ask('acme', 'POST', '/api-keys', { name: 'k', scope: 'admin' })).key;
  const member = await rig.member('only@acme.example', 'responder', 'acme');
  const { path } = await fill('acme');
  await fill('default');
  const page = () => rig.browser().send('GET', '/status/acme');
  await expect.poll(async () => (await page()).status, PATIENCE).toBe(200);
  const incidents = async () => (await ask('default', 'GET', '/incidents?limit=200')).data;
  const isTriaged = ({ triage }: { triage: string }) => triage !== 'triaging';
  await expect.poll(async () => (await incidents()).every(isTriaged), PATIENCE).toBe(true);
  for (const tenant of ['acme', 'default']) {
    const proposals = async () => (await ask(tenant, 'GET', '/proposals')).data.length;
    await expect.poll(proposals, PATIENCE).toBeGreaterThan(0);
  }
  const kept = await incidents();
  // A delivery under way: its receiver answers when all is over.
  const over = Promise.withResolvers<void>();
  receiver.respondWith(() => over.promise.then(() => 200));
  const before = receiver.requests.length;
  await ask('acme', 'POST', '/incidents', { title: 'Late', severity: 'low' });
  await receiver.waitFor(before + 1, PATIENCE.timeout);

  const erased = await rig.operator('DELETE', '/tenants/acme');
  expect(erased).toMatchObject({ status: 202, body: { slug: 'acme', finished_at: null } });
  const alert = { alerts: [{ title: 'x', severity: 'info' }] };
  const unknown = await rig
    .browser()
    .send('POST', path.replace(/[\w-]{43}/, 'x'.repeat(43)), alert);
  const sent = await rig.browser().send('POST', path, alert);
  expect([sent.status, sent.body.code]).toEqual([unknown.status, unknown.body.code]);
  const byKey = { authorization: `Bearer ${key}` };
  expect((await rig.browser().api('GET', '/incidents', undefined, byKey)).status).toBe(401);
  expect((await member.api('GET', '/incidents')).status).toBe(401);
  expect((await rig.operator('GET', '/incidents', undefined, 'acme')).status).toBe(404);
  await expect.poll(async () => (await page()).status, PATIENCE).toBe(404);
  over.resolve();
  receiver.respondWith(200);

  // A minute later nothing of it can be under way any more.
  await rig.store.pool.query(
    `update erased_tenants set requested_at = requested_at - interval '2 minutes'`,
  );
  const state = async () => (await ask('default', 'GET', '/erased-tenants')).data[0];
  await expect.poll(async () => (await state()).finished_at !== null, PATIENCE).toBe(true);
  expect((await state()).deleted_rows).toBeGreaterThan(20);
  expect(await tablesOfTenant(rig.store, 'ten_acme')).toEqual([]);
  // What is kept is the operator's record: the slug and when.
  expect(await tablesWith(rig.store, 'ten_acme', 'acme.example')).toEqual([]);
  expect(await incidents()).toEqual(kept);
  expect(await ask('default', 'POST', '/tenants', { slug: 'acme', name: 'New' })).toMatchObject({
    slug: 'acme',
  });
});

/** What was not told yet. */
async function waiting(): Promise<number> {
  const { rows } = await rig.store.pool.query(
    `select (select count(*) from outbox) + (select count(*) from deliveries)
       + (select count(*) from notifications where status = 'pending') as left`,
  );
  return rows[0].left;
}

/** A minute and more later nothing of whom was erased can be under way any more. */
const settle = () =>
  rig.store.pool.query(
    `update member_erasures set requested_at = requested_at - interval '2 minutes'`,
  );

/** A member who signs in and has left traces wherever members do. */
async function busyMember(): Promise<{ readonly person: Browser; readonly id: string }> {
  const person = await rig.member('zoe.quill@shop.example', 'admin');
  const renamed = await person.api('PATCH', '/session', { name: 'Zoë Quillfeather' });
  expect(renamed.status).toBe(200);
  const id = (await ask('default', 'GET', '/members?limit=200')).data.find(
    ({ email }: { email: string }) => email === 'zoe.quill@shop.example',
  ).id;
  const act = async (method: string, path: string, body?: unknown) => {
    const reply = await person.api(method, path, body, { 'idempotency-key': `once-${path}` });
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  };
  const incident = (await act('POST', '/incidents', { title: 'Theirs', severity: 'high' })).id;
  await act('POST', `/incidents/${incident}/assign`, { people: ['zoe.quill@shop.example'] });
  await act('POST', `/incidents/${incident}/acknowledge`);
  await act('POST', `/incidents/${incident}/comment`, { text: 'On it' });
  await act('POST', `/incidents/${incident}/resolve`, { resolution: 'Restarted' });
  await act('POST', '/invitations', { email: 'new@shop.example', role: 'viewer' });
  await act('POST', '/api-keys', { name: 'mine', scope: 'responder', member_id: id });
  await act('POST', '/saved-views', { name: 'View', filter: {}, shared: false });
  await act('POST', '/outbound-webhooks', {
    name: 'Templated',
    url: `${receiver.url}/templated`,
    event_types: '*',
    template: { text: '{{person.person_name}} did {{event_type}}' },
  });
  await act('POST', `/incidents/${incident}/reopen`, { reason: 'Again' });
  await act('POST', `/hubs/${await hubOf('default')}/reports`, {
    title: 'By them',
    body: 'x',
    state: 'identified',
  });
  return { person, id };
}

test('of a member who is erased nothing but the id is left, and colleagues keep their names', async () => {
  const watching = new AbortController();
  const { person, id } = await busyMember();
  const cookie = [...person.cookies].map((pair) => pair.join('=')).join('; ');
  const stream = await fetch(`${rig.base}/api/v1/events/stream`, {
    headers: { cookie, origin: rig.base },
    signal: watching.signal,
  });
  expect(stream.status).toBe(200);
  const opened = await person.api('POST', '/incidents', { title: 'Watched', severity: 'low' });
  await person.api('POST', `/incidents/${opened.body.id}/acknowledge`);
  const other = await ask('default', 'POST', '/members', {
    name: 'Zoë Quill',
    email: 'zoe@shop.example',
    role: 'responder',
  });
  await ask('default', 'POST', `/incidents/${opened.body.id}/assign`, { people: [other.id, id] });
  await expect.poll(waiting, PATIENCE).toBe(0);
  watching.abort();
  const needles = ['zoe.quill@shop.example', 'Quillfeather'] as const;
  const places = await tablesWith(rig.store, ...needles);
  // The search can fail: they are all over the place.
  expect(places.length).toBeGreaterThan(8);

  const erased = await rig.operator('POST', `/members/${id}/erase`);
  expect(erased).toMatchObject({ status: 202, body: { id } });
  expect((await person.api('GET', '/incidents')).status).toBe(401);
  expect((await rig.browser().signIn('zoe.quill@shop.example')).status).toBe(401);
  await settle();
  await expect.poll(() => tablesWith(rig.store, ...needles), PATIENCE).toEqual([]);
  const { data } = await ask('default', 'GET', `/incidents/${opened.body.id}/timeline`);
  expect(data.find((entry: { kind: string }) => entry.kind === 'acknowledged').actor).toMatchObject(
    {
      id,
      name: 'Former member',
    },
  );
  const incident = await ask('default', 'GET', `/incidents/${opened.body.id}`);
  expect(incident.responders.map(({ name }: { name: string }) => name).toSorted()).toEqual([
    'Former member',
    'Zoë Quill',
  ]);
  expect((await rig.operator('POST', `/members/${id}/erase`)).status).toBe(404);
});

test('a person may erase themself and nobody else; a last owner may not', async () => {
  const viewer = await rig.member('viewer@self.example', 'viewer');
  const owner = await rig.member('owner@self.example', 'owner');
  const { data } = await ask('default', 'GET', '/members?limit=200');
  const idOf = (email: string) =>
    data.find((member: { email: string }) => member.email === email).id as string;
  const erase = (who: Browser, email: string) => who.api('POST', `/members/${idOf(email)}/erase`);
  expect((await erase(viewer, 'owner@self.example')).status).toBe(403);
  expect((await erase(owner, 'owner@self.example')).body.code).toBe('last_owner');
  expect((await erase(viewer, 'viewer@self.example')).status).toBe(202);
  expect((await viewer.api('GET', '/incidents')).status).toBe(401);
});

test('who was removed before can be erased by the id that is left of them', async () => {
  const body = { name: 'Quentin Xylo', email: 'xylo@removed.example', role: 'viewer' };
  const { id } = await ask('default', 'POST', '/members', body);
  await ask('default', 'DELETE', `/members/${id}`);
  expect(await tablesWith(rig.store, 'Quentin Xylo')).toEqual(['public.audit_entries']);
  expect((await rig.operator('POST', `/members/${id}/erase`)).status).toBe(202);
  await settle();
  await expect.poll(() => tablesWith(rig.store, 'Xylo'), PATIENCE).toEqual([]);
  expect((await rig.operator('POST', '/members/usr_nobody/erase')).status).toBe(404);
});

test('a subscriber who is erased leaves no address, and stays away if that is wanted', async () => {
  const hub = await hubOf('default');
  const url = `${receiver.url}/secret-chat-of-a-subscriber`;
  const mail = { channel: 'email', address: 'sub@reader.example', confirmed: true };
  const subscribers = `/hubs/${hub}/subscribers`;
  const byMail = (await ask('default', 'POST', subscribers, mail)).id;
  const byHook = { channel: 'webhook', address: url, confirmed: true };
  const hooked = (await ask('default', 'POST', subscribers, byHook)).id;
  const report = { title: 'Told', body: 'x', state: 'investigating' };
  await ask('default', 'POST', `/hubs/${hub}/reports`, report);
  // Written by a person, it could be taken back for a while.
  await rig.store.pool.query('update status_notices set due_at = now()');
  const isTold = () =>
    receiver.requests.some(({ path }) => path.startsWith('/secret-chat')) &&
    mailbox.letters.some(({ to }) => to.includes('sub@reader.example'));
  await expect.poll(isTold, PATIENCE).toBe(true);
  const needles = ['sub@reader.example', 'secret-chat-of-a-subscriber'] as const;
  const settled = async () =>
    (await tablesWith(rig.store, ...needles)).some((name) => name.includes('attempts'));
  await expect.poll(settled, PATIENCE).toBe(true);

  await ask('default', 'DELETE', `${subscribers}/${byMail}?suppress=true`);
  await ask('default', 'DELETE', `${subscribers}/${hooked}`);
  expect(await tablesWith(rig.store, ...needles)).toEqual([]);
  const list = { subscribers: [{ address: 'Sub@reader.example' }, byHookLine(url)] };
  const { lines } = await ask('default', 'POST', `${subscribers}/import`, list);
  expect(lines.map(({ result }: { result: string }) => result)).toEqual(['suppressed', 'added']);
  const again = await rig.operator('POST', subscribers, mail);
  expect([again.status, again.body.code]).toEqual([409, 'suppressed']);
  expect(await tablesWith(rig.store, 'sub@reader.example')).toEqual([]);
});

const byHookLine = (address: string) => ({ channel: 'webhook', address });
