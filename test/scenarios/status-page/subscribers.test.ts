import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeReceiver, startReceiver } from '../../fake-receiver.ts';
import { linkIn, type MailServer, startMailServer } from './mail-server.ts';
import { incident, type ModelRig, openModelRig, until } from './model-rig.ts';

// How people subscribe, confirm, choose and leave: the public side, from outside.

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let mail: MailServer;
let receiver: FakeReceiver;
let rig: ModelRig;
let hub: string;
let checkout: { id: string; hook: string };
let search: { id: string; hook: string };
let visitors = 0;

beforeAll(async () => {
  mail = await startMailServer();
  receiver = await startReceiver();
  rig = await openModelRig({
    SMTP_URL: mail.url,
    MAIL_FROM: 'status@hub.example',
    OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8',
    TRUST_PROXY: '1',
  });
  hub = await rig.hubId();
  checkout = await rig.service('Checkout');
  search = await rig.service('Search');
});

afterAll(async () => {
  await rig?.close();
  await receiver?.close();
  await mail?.close();
});

const api = (method: string, path: string, body?: unknown) =>
  rig.api(rig.owner.apiKey, method, `/hubs/${hub}${path}`, body);

/** A visitor from an address of their own. */
function from(): Record<string, string> {
  visitors++;
  return { 'x-forwarded-for': `198.51.${visitors >> 8}.${visitors & 255}` };
}

const post = (path: string, fields: Record<string, string> | URLSearchParams = {}) =>
  rig.send('POST', path, {
    body: new URLSearchParams(fields).toString(),
    headers: { ...FORM, ...from() },
  });

const get = (path: string) => rig.send('GET', path, { headers: from() });

async function find(address: string) {
  const { data } = await api('GET', `/subscribers?q=${encodeURIComponent(address)}`);
  return data[0];
}

/** The newest mail to an address, once there are `count`. */
function mailTo(address: string, count = 1) {
  return until(async () => mail.to(address).at(count - 1) ?? null);
}

async function subscribed(address: string, fields: Record<string, string> = {}) {
  const answer = await post('/status/default/subscribe', { email: address, ...fields });
  expect(answer.status).toBe(202);
  const { text } = await mailTo(address);
  return linkIn(text, 'confirm');
}

test('a mail address is told after it was confirmed by pressing the button', async () => {
  const confirm = await subscribed('Ada@shop.example'.toLowerCase());
  for (let visit = 0; visit < 3; visit++) {
    const page = await get(confirm);
    expect(page.status).toBe(200);
    expect(page.text).toContain('<form method="post"');
  }
  expect((await find('ada@')).state).toBe('unconfirmed');
  const done = await post(confirm);
  expect(done.text).toContain('You are subscribed');
  expect((await find('ada@')).state).toBe('active');
  expect((await post(confirm)).status).toBe(200);
});

test('the pages say nothing to others and work without scripts', async () => {
  const page = await get('/status/default/subscribe?lang=de');
  expect(page.status).toBe(200);
  expect(page.text).toMatch(/^<!doctype html>\s*<html lang="de">/);
  expect(page.text).not.toContain('<script');
  expect(page.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha/,
  );
  const confirm = await subscribed('eve@shop.example');
  const { headers } = await get(confirm);
  expect(headers.get('cache-control')).toBe('private, no-store');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('set-cookie')).toBeNull();
});

test('the answer is the same for known and unknown addresses', async () => {
  await post(await subscribed('known@shop.example'));
  const known = await post('/status/default/subscribe', { email: 'known@shop.example' });
  const unknown = await post('/status/default/subscribe', { email: 'nobody@shop.example' });
  expect(known.status).toBe(unknown.status);
  expect(known.text).toBe(unknown.text);
});

test('somebody else is subscribed a thousand times and gets one mail', async () => {
  const body = { channel: 'email', address: 'victim@shop.example' };
  const statuses: number[] = [];
  const one = async () => {
    const answer = await rig.post('/status/default/subscribe', body, from());
    statuses.push(answer.status);
  };
  for (let round = 0; round < 50; round++) await Promise.all(Array.from({ length: 20 }, one));
  expect(new Set(statuses)).toEqual(new Set([202]));
  await mailTo('victim@shop.example');
  // Whatever else was due before this mail has been sent when it has come.
  await subscribed('afterwards@shop.example');
  expect(mail.to('victim@shop.example')).toHaveLength(1);
}, 120_000);

test('one address may not ask for ever', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.99' };
  const statuses = [];
  for (let asked = 0; asked < 12; asked++) {
    const body = { channel: 'email', address: `many${asked}@shop.example` };
    statuses.push((await rig.post('/status/default/subscribe', body, headers)).status);
  }
  expect(statuses.slice(0, 10)).toEqual(new Array(10).fill(202));
  expect(statuses.slice(10)).toEqual([429, 429]);
});

test('forged, foreign and misused tokens are all the same page', async () => {
  const confirm = await subscribed('forged@shop.example');
  const token = confirm.split('/').at(-1) ?? '';
  const changed = (token[0] === '0' ? '1' : '0') + token.slice(1);
  const { api_key: key } = await tenant('elsewhere');
  expect(key).toBeTruthy();
  const pages = await Promise.all([
    post(`/status/default/confirm/${changed}`),
    post(`/status/default/manage/${token}`),
    post(`/status/default/unsubscribe/${token}`),
    post(`/status/elsewhere/confirm/${token}`),
    get('/status/default/confirm/x'),
    post('/status/default/manage/a%2fb', { action: 'unsubscribe' }),
  ]);
  expect(pages.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
  expect(pages[0]?.text).toBe(pages[1]?.text);
  expect((await find('forged@')).state).toBe('unconfirmed');
});

async function tenant(slug: string) {
  const made = await rig.createTenant(slug);
  await rig.api(made.apiKey, 'GET', '/hubs');
  return { api_key: made.apiKey };
}

test('components and language are chosen by the manage link, which a look does not change', async () => {
  const done = await post(await subscribed('choosy@shop.example'));
  const manage = linkIn(done.text, 'manage');
  expect((await get(manage)).text).toContain('Checkout');
  const fields = { action: 'save', scope: 'some', components: search.id, locale: 'de' };
  expect((await post(manage, fields)).text).toContain('Gespeichert.');
  expect(await find('choosy@')).toMatchObject({ services: [search.id], locale: 'de' });
  await post(manage, { action: 'save', scope: 'some', components: 'svc_of_nobody' });
  expect((await find('choosy@')).services).toEqual([search.id]);
  expect((await post(manage, { action: 'unsubscribe' })).text).toContain('unsubscribed');
  expect((await find('choosy@')).state).toBe('unsubscribed');
  expect((await get(manage)).status).toBe(404);
});

test('one click leaves, a look does not, and who has left is told nothing', async () => {
  await post(await subscribed('leaver@shop.example'));
  await rig.hook(checkout.hook, incident({ id: 'leave-1', title: 'First trouble' }));
  const first = await mailTo('leaver@shop.example', 2);
  const link = /<(.+)>/.exec(first.headers['list-unsubscribe'] ?? '')?.[1] ?? '';
  const { pathname } = new URL(link);
  for (let scan = 0; scan < 3; scan++) expect((await get(pathname)).status).toBe(200);
  expect((await find('leaver@')).state).toBe('active');
  const boundary =
    '--b\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click';
  const gone = await rig.send('POST', pathname, {
    body: `${boundary}\r\n--b--\r\n`,
    headers: { 'content-type': 'multipart/form-data; boundary=b', ...from() },
  });
  expect(gone.status).toBe(200);
  expect((await post(pathname)).status).toBe(200);
  expect((await find('leaver@')).state).toBe('unsubscribed');
  await rig.hook(checkout.hook, incident({ id: 'leave-2', title: 'Second trouble' }));
  await until(async () =>
    mail.to('ada@shop.example').find(({ subject }) => /Second/.test(subject)) ? true : null,
  );
  expect(mail.to('leaver@shop.example')).toHaveLength(2);
});

test('a webhook confirms itself, is signed, and hears of its components alone', async () => {
  const url = `${receiver.url}/hook?key=1`;
  const fields = { channel: 'webhook', url, components: checkout.id };
  const body = { ...fields, components: [checkout.id] };
  expect((await rig.post('/status/default/subscribe', body, from())).status).toBe(202);
  const [asked] = await receiver.waitFor(1, 10_000);
  const sent = JSON.parse(asked?.body.toString() ?? '');
  const confirm = new URL(sent.subscription.confirm_url).pathname;
  const confirmed = await rig.send('POST', confirm, {
    headers: { accept: 'application/json', ...from() },
  });
  const { secret, manage_url: manageUrl } = confirmed.body;
  expect(secret).toMatch(/^whsec_/);
  await rig.hook(search.hook, incident({ id: 'wh-0', title: 'Not for the webhook' }));
  await rig.hook(checkout.hook, incident({ id: 'wh-1', title: 'For the webhook' }));
  const requests = await receiver.waitFor(2, 10_000);
  const told = requests[1];
  if (!told) throw new Error('The webhook was not told.');
  const payload = new Webhook(secret).verify(told.body.toString(), told.headers as never);
  expect(payload).toMatchObject({
    page: { id: hub, status_indicator: expect.any(String) },
    incident: {
      name: 'For the webhook',
      status: 'investigating',
      incident_updates: [{ body: 'We are looking into it.' }],
      components: [{ id: checkout.id, status: 'degraded_performance' }],
    },
  });
  const meta = (payload as { meta: { unsubscribe: string } }).meta;
  expect(new URL(meta.unsubscribe).pathname).toBe(new URL(manageUrl).pathname);
  const status = await until(async () => {
    const { last_message: last } = await find(receiver.url.slice('http://'.length));
    return last?.status === 'sent' ? last : null;
  });
  expect(status).toMatchObject({ attempts: 1, reason: null });
  const hooks = await rig.api(rig.owner.apiKey, 'GET', '/outbound-webhooks');
  expect(hooks.data).toHaveLength(0);
  const gone = await rig.send('POST', new URL(manageUrl).pathname, {
    body: 'action=unsubscribe',
    headers: { ...FORM, ...from() },
  });
  expect(gone.status).toBe(200);
  await rig.hook(checkout.hook, incident({ id: 'wh-2', title: 'Not any more' }));
  await until(async () =>
    mail.to('ada@shop.example').find(({ subject }) => /any more/.test(subject)) ? true : null,
  );
  expect(receiver.requests).toHaveLength(2);
});

test('an endpoint that wants no more is not called again, and that is seen', async () => {
  const gone = await startReceiver({ answer: 410 });
  try {
    const made = await api('POST', '/subscribers', {
      channel: 'webhook',
      address: `${gone.url}/x`,
      confirmed: true,
    });
    await rig.hook(checkout.hook, incident({ id: 'gone-1', title: 'Told once' }));
    const last = (state: string) =>
      until(async () => {
        const { data } = await api('GET', '/subscribers?limit=200');
        const found = data.find((one: { id: string }) => one.id === made.id)?.last_message;
        return found?.status === state ? found : null;
      });
    expect((await last('failed')).reason).toMatch(/410/);
    await rig.hook(checkout.hook, incident({ id: 'gone-2', title: 'Not told' }));
    expect((await last('skipped')).reason).toMatch(/410/);
    expect(gone.requests).toHaveLength(1);
  } finally {
    await gone.close();
  }
});

test('a chat gets text and blocks with its marks escaped', async () => {
  const chat = await startReceiver();
  try {
    const body = { channel: 'slack', address: `${chat.url}/services/T1`, confirmed: true };
    await api('POST', '/subscribers', body);
    const title = '<!channel> *Bold* & <https://evil.example|here>';
    await rig.hook(checkout.hook, incident({ id: 'sl-1', title }));
    const [told] = await chat.waitFor(1, 10_000);
    const { text, blocks } = JSON.parse(told?.body.toString() ?? '');
    expect(text).toContain('&lt;!channel&gt;');
    expect(JSON.stringify(blocks)).not.toMatch(/<!channel>|<https:\/\/evil/);
    expect(blocks[0].text.text).toMatch(
      /^\*<http:\/\/localhost:\d+\/status\/default\/reports\/rpt_/,
    );
  } finally {
    await chat.close();
  }
});

test('what cannot be subscribed is told why, to its owner', async () => {
  const refused = [
    { channel: 'webhook', address: 'http://10.0.0.1/x' },
    { channel: 'webhook', address: 'http://169.254.169.254/latest' },
    { channel: 'slack', address: 'ftp://hooks.example/x' },
    { channel: 'email', address: 'a@b, c@d' },
    { channel: 'email', address: 'a@shop.example', components: ['svc_of_nobody'] },
  ];
  for (const body of refused) {
    const answer = await rig.post('/status/default/subscribe', body, from());
    expect([body, answer.status]).toEqual([body, 422]);
  }
  const page = await post('/status/default/subscribe', {
    channel: 'webhook',
    url: refused[0]?.address ?? '',
  });
  expect(page.status).toBe(422);
  expect(page.text).toContain('role="alert"');
  expect((await get('/status/nowhere/subscribe')).status).toBe(404);
});

test('lists are imported line by line, in three forms', async () => {
  const csv = `address;channel;services;locale
one@import.example;email;${checkout.id} ${search.id};de
"two@import.example";;;
not an address;;;
three@import.example;;svc_of_nobody;`;
  const answer = await rig.send('POST', `/api/v1/hubs/${hub}/subscribers/import`, {
    body: csv,
    headers: { authorization: `Bearer ${rig.owner.apiKey}`, 'content-type': 'text/csv' },
  });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ added: 2, known: 0, refused: 2 });
  expect(answer.body.lines.map((line: { result: string }) => line.result)).toEqual([
    'added',
    'added',
    'invalid',
    'invalid',
  ]);
  expect(await find('one@import')).toMatchObject({
    services: [checkout.id, search.id],
    locale: 'de',
    state: 'active',
    source: 'import',
  });
  const again = await api('POST', '/subscribers/import', {
    subscribers: [{ address: 'TWO@import.example' }, { address: 'leaver@shop.example' }],
  });
  expect(again.lines.map((line: { result: string }) => line.result)).toEqual([
    'known',
    'unsubscribed',
  ]);
  const ndjson = '{"address":"four@import.example"}\n{"adress":"x"}\n{';
  const lines = await api('POST', '/subscribers/import', { ndjson });
  expect(lines).toMatchObject({ added: 1, refused: 2 });
  const many = Array.from({ length: 5_001 }, (_, at) => `m${at}@import.example`).join('\n');
  await expect(api('POST', '/subscribers/import', { csv: `address\n${many}` })).rejects.toThrow(
    /422/,
  );
  const other = await rig.send('POST', `/api/v1/hubs/${hub}/subscribers`, {
    body: csv,
    headers: { authorization: `Bearer ${rig.owner.apiKey}`, 'content-type': 'text/csv' },
  });
  expect(other.status).toBe(415);
});

test('a person adds, changes and erases; known addresses are refused by name', async () => {
  const body = { channel: 'email', address: 'crud@shop.example', confirmed: true };
  const made = await api('POST', '/subscribers', body);
  expect(made).toMatchObject({ state: 'active', source: 'person', services: null });
  await expect(api('POST', '/subscribers', body)).rejects.toThrow(/409.*already_subscribed/s);
  const changed = await api('PATCH', `/subscribers/${made.id}`, { services: [search.id] });
  expect(changed.services).toEqual([search.id]);
  await expect(
    api('PATCH', `/subscribers/${made.id}`, { services: ['svc_of_nobody'] }),
  ).rejects.toThrow(/422/);
  await api('DELETE', `/subscribers/${made.id}`);
  expect(await find('crud@')).toBeUndefined();
  const log = await rig.api(rig.owner.apiKey, 'GET', '/audit?action=status_subscriber&limit=200');
  expect(JSON.stringify(log)).not.toContain('shop.example');
  const counts = await api('GET', '/subscribers/counts');
  expect(counts.email.active).toBeGreaterThan(2);
});

test('a private page takes nobody who cannot read it', async () => {
  const made = await rig.createTenant('private-shop');
  const { data } = await rig.api(made.apiKey, 'GET', '/hubs');
  const password = 'correct horse battery';
  await rig.api(made.apiKey, 'PATCH', `/hubs/${data[0].id}`, { password });
  const body = { channel: 'email', address: 'spy@shop.example' };
  const answer = await rig.post('/status/private-shop/subscribe', body, from());
  expect([401, 403, 422]).toContain(answer.status);
  const upper = await rig.post('/status/PRIVATE-shop/subscribe', body, from());
  expect([401, 403, 404, 422]).toContain(upper.status);
  const list = await rig.api(made.apiKey, 'GET', `/hubs/${data[0].id}/subscribers`);
  expect(list.data).toHaveLength(0);
});
