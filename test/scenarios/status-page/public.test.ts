import { createHash } from 'node:crypto';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../store/embedded-harness.ts';
import { openStatusRig, type RawReply, type StatusRig, stamp } from './public-rig.ts';

const PAGE = '/status/default';
const MINUTE = 60_000;

let rig: StatusRig;
let report: string;

beforeAll(async () => {
  rig = await openStatusRig();
  const tell = await rig.service('Checkout');
  await rig.service('Search');
  await tell({
    id: 'slow',
    title: 'Payments <b>fail</b>',
    description: 'First line\n<br>second <script>alert(1)</script>line',
    start_time: stamp(Date.now() - 5 * MINUTE),
    state: 'investigating',
    status: 'down',
  });
  await tell({
    type: 'maintenance',
    title: 'Database upgrade',
    description: 'We move.',
    start_time: stamp(Date.now() + 600 * MINUTE),
    end_time: stamp(Date.now() + 660 * MINUTE),
    status: 'degraded',
  });
  await eventually(async () => {
    const { text } = await rig.get(`${PAGE}/api/v2/summary.json`);
    const { incidents, scheduled_maintenances: planned, components } = JSON.parse(text);
    expect([incidents.length, planned.length, components.length]).toEqual([1, 1, 2]);
    report = incidents[0].id;
  });
});
afterAll(() => rig?.close());

const ok = (reply: RawReply) => {
  expect(reply.status, reply.text.slice(0, 200)).toBe(200);
  return reply;
};

describe('the page', () => {
  test('says what is wrong, in full and escaped, and what is planned', async () => {
    const { text, headers } = ok(await rig.get(PAGE));
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(text).toContain('<h1>Some systems are down</h1>');
    expect(text).toContain('Payments &lt;b&gt;fail&lt;/b&gt;');
    expect(text).toContain('Database upgrade');
    expect(text).not.toMatch(/<script/i);
    expect(text).toMatch(
      /As of <time datetime="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ">[^<]* UTC<\/time>/,
    );
  });

  test('its policy allows its own style sheet by hash, and nothing else inline', async () => {
    const { text, headers } = ok(await rig.get(PAGE));
    const style = /<style>([^<]*)<\/style>/.exec(text)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain(`style-src 'sha256-${hash}';`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(text).not.toMatch(/ style=| on\w+=/);
  });

  test('comes compressed as asked, with a strong tag of its own for each encoding', async () => {
    const plain = ok(await rig.get(PAGE));
    const gzip = ok(await rig.get(PAGE, { headers: { 'accept-encoding': 'gzip' } }));
    const br = ok(await rig.get(PAGE, { headers: { 'accept-encoding': 'gzip, br;q=0.9' } }));
    const none = ok(await rig.get(PAGE, { headers: { 'accept-encoding': 'br;q=0' } }));
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(br.headers['content-encoding']).toBe('br');
    expect(none.headers['content-encoding']).toBeUndefined();
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
    expect(new Set([plain, gzip, br].map(({ headers }) => headers.etag)).size).toBe(3);
    expect(plain.headers.vary).toBe('Accept-Encoding, Accept-Language');
    expect(plain.headers['cache-control']).toMatch(/^public, max-age=15, .*stale-while-revalidate/);
    expect(plain.headers['set-cookie']).toBeUndefined();
  });

  test('is not sent again to whoever has it', async () => {
    const { headers } = ok(await rig.get(PAGE, { headers: { 'accept-encoding': 'gzip' } }));
    const again = (tag: string) =>
      rig.get(PAGE, { headers: { 'accept-encoding': 'gzip', 'if-none-match': tag } });
    for (const tag of [headers.etag, `W/${headers.etag}`, `"other", ${headers.etag}`, '*']) {
      const reply = await again(String(tag));
      expect([reply.status, reply.body.length]).toEqual([304, 0]);
      expect(reply.headers.etag).toBe(headers.etag);
      expect(reply.headers['cache-control']).toBe(headers['cache-control']);
    }
    expect((await again('"other"')).status).toBe(200);
  });

  test('HEAD has the headers of GET and no body', async () => {
    const get = ok(await rig.get(PAGE));
    const head = ok(await rig.get(PAGE, { method: 'HEAD' }));
    expect(head.body).toHaveLength(0);
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
    expect(head.headers.etag).toBe(get.headers.etag);
  });

  test.each([
    ['?lang=de', '', 'de'],
    ['', 'de-AT,de;q=0.9,en;q=0.5', 'de'],
    ['', 'fr;q=1, en;q=0.4, de;q=0.2', 'en'],
    ['?lang=en', 'de', 'en'],
    ['?lang=xx', 'fr', 'en'],
  ])('speaks the language asked for: %s %s', async (query, accepted, language) => {
    const reply = ok(await rig.get(PAGE + query, { headers: { 'accept-language': accepted } }));
    expect(reply.headers['content-language']).toBe(language);
    expect(reply.text).toContain(`<html lang="${language}">`);
  });

  test('a report has an address of its own, and so has each month', async () => {
    const { text } = ok(await rig.get(`${PAGE}/reports/${report}`));
    expect(text).toContain('<h1 class="title" dir="auto">Payments &lt;b&gt;fail');
    const month = new Date(Date.now() - 5 * MINUTE).toISOString().slice(0, 7);
    expect(ok(await rig.get(`${PAGE}/history/${month}`)).text).toContain('Payments');
    expect(ok(await rig.get(`${PAGE}/history`)).text).toContain('Payments');
  });

  test('what is not there is 404: a page for people, a document for programs', async () => {
    const lost = await rig.get(`${PAGE}/reports/rpt_${'0'.repeat(26)}`);
    expect(lost.status).toBe(404);
    expect(lost.text).toContain('There is nothing here');
    expect((await rig.get(`${PAGE}/history/2020-01`)).status).toBe(404);
    expect((await rig.get(`${PAGE}/../../etc/passwd`)).status).toBe(404);
    const file = await rig.get(`${PAGE}/api/v2/nothing.json`);
    expect([file.status, JSON.parse(file.text).code]).toEqual([404, 'not_found']);
    const hub = await rig.get('/status/nobody');
    expect([hub.status, JSON.parse(hub.text).code]).toEqual([404, 'not_found']);
  });

  test('is only read', async () => {
    const reply = await rig.get(`${PAGE}/api/v2/summary.json`, { method: 'POST' });
    expect([404, 405]).toContain(reply.status);
  });
});

describe('for machines', () => {
  test.each([
    ['api/v2/status.json', 'application/json'],
    ['api/v2/incidents/unresolved.json', 'application/json'],
    ['api/v2/scheduled-maintenances/active.json', 'application/json'],
    ['feed.atom', 'application/atom+xml'],
    ['feed.rss', 'application/rss+xml'],
    ['calendar.ics', 'text/calendar'],
    ['badge.svg', 'image/svg+xml'],
  ])('%s may be read from any page', async (path, type) => {
    const { headers } = ok(await rig.get(`${PAGE}/${path}`));
    expect(headers['content-type']).toMatch(type);
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test('the JSON is Statuspage’s', async () => {
    const { text } = ok(await rig.get(`${PAGE}/api/v2/summary.json`));
    expect(JSON.parse(text)).toMatchObject({
      page: {
        id: expect.stringMatching(/^hub_/),
        url: expect.stringMatching(/\/status\/default$/),
      },
      status: { indicator: 'major', description: 'Partial System Outage' },
      components: [
        { name: 'Checkout', status: 'major_outage', group: false },
        { name: 'Search', status: 'operational' },
      ],
      incidents: [
        {
          id: report,
          status: 'investigating',
          shortlink: expect.stringContaining(`/status/default/reports/${report}`),
          incident_updates: [{ affected_components: [{ new_status: 'major_outage' }] }],
        },
      ],
      scheduled_maintenances: [{ status: 'scheduled', impact: 'maintenance' }],
    });
  });

  test('only the snippet may be framed', async () => {
    const { headers, text } = ok(await rig.get(`${PAGE}/embed.html`));
    expect(headers['content-security-policy']).toContain('frame-ancestors *');
    expect(text).toContain('Some systems are down');
  });

  test('a browser that asks first may go on', async () => {
    const reply = await rig.get(`${PAGE}/api/v2/summary.json`, { method: 'OPTIONS' });
    expect([reply.status, reply.headers['access-control-allow-origin']]).toEqual([204, '*']);
  });

  test('readiness of the pages is a question of its own', async () => {
    const { text } = ok(await rig.get('/readyz/status'));
    expect(JSON.parse(text)).toMatchObject({ status: 'ok', hubs: 1 });
  });
});

describe('on a domain of its own', () => {
  const host = 'status.acme.example';

  beforeAll(async () => {
    const claims = [host, 'localhost'];
    await rig.sql(
      `insert into hub_addresses select 'domain', unnest($1::text[]), tenant_id, hub_id
       from hubs where slug = 'default'`,
      [claims],
    );
    await rig.changeHub('updated_at = now()');
    await eventually(async () => ok(await rig.get('/api/v2/status.json', { headers: { host } })));
  });
  afterAll(async () => {
    await rig.sql(`delete from hub_addresses where kind = 'domain'`);
    await rig.changeHub('updated_at = now()');
    await eventually(async () =>
      expect((await rig.get('/api/v2/status.json', { headers: { host } })).status).toBe(404),
    );
  });

  test('the page is at its root, whatever the port and the case', async () => {
    for (const name of [host, `${host.toUpperCase()}:8080`, `${host}.`]) {
      const { text } = ok(await rig.get('/?lang=en', { headers: { host: name } }));
      expect(text).toContain('<h1>Some systems are down</h1>');
    }
    ok(await rig.get(`/reports/${report}`, { headers: { host } }));
  });

  test('nothing else of the hub is there', async () => {
    for (const path of ['/incidents', '/api/v1/incidents', '/healthz', '/api/docs', '/metrics']) {
      const reply = await rig.get(path, { headers: { host } });
      expect([path, reply.status]).toEqual([path, 404]);
    }
  });

  test('an unknown host is one more name of the hub, and is in no answer', async () => {
    const headers = { host: 'evil.example' };
    expect((await rig.get('/healthz', { headers })).status).toBe(200);
    const { text, headers: got } = ok(await rig.get(PAGE, { headers }));
    expect(text + JSON.stringify(got)).not.toContain('evil.example');
  });

  test('the hub’s own host is nobody’s', async () => {
    const reply = await rig.get('/healthz', { headers: { host: 'localhost' } });
    expect(JSON.parse(ok(reply).text)).toEqual({ status: 'ok' });
  });
});

describe('what is older than the snapshot', () => {
  test('comes from the database', async () => {
    const old = `rpt_${'1'.repeat(26)}`;
    await rig.sql(
      `insert into reports (tenant_id, report_id, hub_id, source, service_ids, title, state,
         started_at, resolved_at, published_at, created_at, updated_at)
       select h.tenant_id, $1, h.hub_id, 'person', array(select service_id from services s
         where s.tenant_id = h.tenant_id), 'Of long ago', 'resolved', '2024-03-05', '2024-03-06',
         '2024-03-05', '2024-03-05', '2024-03-06' from hubs h where slug = 'default'`,
      [old],
    );
    await rig.sql(
      `insert into report_updates (tenant_id, report_id, update_id, seq, title, body_raw, body_html,
         body_text, state, statuses, starts_at, silent, published_at, actor, created_at, updated_at)
       select tenant_id, report_id, 'upd_' || n, n, title, '', '<p>Long ago.</p>', 'Long ago.',
         case n when 1 then 'identified' else 'resolved' end, '[]', started_at + n * interval '1 h',
         true, started_at, '{}', started_at, started_at
       from reports, generate_series(1, 2) n where report_id = $1`,
      [old],
    );
    expect(ok(await rig.get(`${PAGE}/reports/${old}`)).text).toContain('Of long ago');
    await rig.changeHub('updated_at = now()');
    await eventually(async () =>
      expect(ok(await rig.get(`${PAGE}/history/2024-03`)).text).toContain('Of long ago'),
    );
  });
});

describe('a private hub', () => {
  const enter = (password: string, headers: Record<string, string> = {}) =>
    rig.get(`${PAGE}/enter`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams({ password }).toString(),
    });
  const cookieOf = (reply: RawReply) =>
    String(reply.headers['set-cookie']?.[0]).split(';')[0] ?? '';
  const untilPrivate = () => eventually(async () => expect((await rig.get(PAGE)).status).toBe(401));

  beforeAll(async () => {
    await rig.setPassword('open sesame');
    await untilPrivate();
  });

  test('shows a form to people, 401 to programs, and nothing of its content', async () => {
    for (const path of ['', '/history', `/reports/${report}`, '/embed.html', '/subscribe']) {
      const { status, text, headers } = await rig.get(PAGE + path);
      expect([path, status]).toEqual([path, 401]);
      expect(text).toContain('type="password"');
      expect(text).not.toMatch(/Payments|Checkout/);
      expect(headers['cache-control']).toBe('private, no-store');
    }
    for (const path of ['/api/v2/summary.json', '/feed.atom', '/calendar.ics', '/badge.svg']) {
      const { status, text, headers } = await rig.get(PAGE + path);
      expect([path, status, JSON.parse(text).code]).toEqual([path, 401, 'unauthenticated']);
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test('opens with the password, for that page alone, and is kept by nobody', async () => {
    const wrong = await enter('open says me');
    expect([wrong.status, wrong.headers['set-cookie']]).toEqual([403, undefined]);
    expect(wrong.text).toContain('This is not the password.');
    const right = await enter('open sesame');
    expect([right.status, right.headers.location]).toEqual([303, PAGE]);
    const set = String(right.headers['set-cookie']?.[0]);
    expect(set).toContain('; Path=/status/default; HttpOnly; SameSite=Lax');
    const cookie = cookieOf(right);
    const page = ok(await rig.get(PAGE, { headers: { cookie } }));
    expect(page.text).toContain('Payments');
    expect(page.headers['cache-control']).toBe('private, no-store');
    expect(page.headers['x-robots-tag']).toBe('noindex');
    ok(await rig.get(`${PAGE}/api/v2/summary.json`, { headers: { cookie } }));
    const forged = `${cookie.slice(0, -2)}AA`;
    expect((await rig.get(PAGE, { headers: { cookie: forged } })).status).toBe(401);
    const later = cookie.replace(/=\w+\./, '=zzzzzz.');
    expect((await rig.get(PAGE, { headers: { cookie: later } })).status).toBe(401);
  });

  test('another password signs everybody out', async () => {
    const cookie = cookieOf(await enter('open sesame'));
    ok(await rig.get(PAGE, { headers: { cookie } }));
    await rig.setPassword('another');
    await eventually(async () =>
      expect((await rig.get(PAGE, { headers: { cookie } })).status).toBe(401),
    );
  });

  test('guessing ends after ten attempts, also for the right one', async () => {
    for (let attempt = 1; attempt <= 10; attempt++) await enter(`guess ${attempt}`);
    const reply = await enter('another');
    expect([reply.status, reply.headers['set-cookie']]).toEqual([429, undefined]);
  });
});
