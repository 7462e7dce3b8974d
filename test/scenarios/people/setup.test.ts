import { afterAll, beforeAll, expect, test } from 'vitest';
import { welcome } from '../../../src/cli/welcome.ts';
import { auditOf, openPeopleRig, PASSWORD, type PeopleRig, tokenOf } from './people-rig.ts';

let rig: PeopleRig;
beforeAll(async () => {
  rig = await openPeopleRig();
});
afterAll(() => rig.close());

const owner = { name: 'Ada', email: 'Ada@Shop.example', password: PASSWORD };

test('the link of the first start makes the owner, once, and signs them in', async () => {
  const url = rig.hub.setupUrl ?? '';
  expect(url).toMatch(/\/setup#token=[\w-]{43}$/);
  const browser = rig.browser();
  expect((await browser.api('GET', '/sign-in-options')).body).toEqual({
    oidc: null,
    password_reset: false,
    setup: true,
  });
  const body = { ...owner, token: tokenOf(url) };
  const wrong = await browser.api('POST', '/setup', { ...body, token: 'x'.repeat(43) });
  expect([wrong.status, wrong.body.code]).toEqual([404, 'setup_link_not_valid']);
  for (const password of ['short', 'x'.repeat(129), 'ada@shop.example', 'ada@shop.EXAMPLE ']) {
    const refused = await browser.api('POST', '/setup', { ...body, password });
    expect([refused.status, refused.body.code]).toEqual([422, 'validation_error']);
    expect(JSON.stringify(refused.body)).not.toContain(password);
  }
  const [first, second] = await Promise.all([
    browser.api('POST', '/setup', body),
    rig.browser().api('POST', '/setup', { ...body, email: 'eve@shop.example' }),
  ]);
  expect([first.status, second.status].sort()).toEqual([201, 409]);
});

test('the owner is signed in and may do everything', async () => {
  const rows = await rig.store.db.selectFrom('members').selectAll().execute();
  expect(rows).toMatchObject([{ role: 'owner', tenant_id: 'ten_default' }]);
  const browser = rig.browser();
  const email = rows[0]?.email ?? '';
  expect((await browser.signIn(email)).status).toBe(200);
  const { status, body } = await browser.api('GET', '/session');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    user: { email: email.toLowerCase(), email_verified: true, two_factor: false },
    active: { tenant: { slug: 'default' }, member: { role: 'owner' } },
  });
  expect((await browser.api('GET', '/audit')).status).toBe(200);
  expect(await auditOf(rig.store)).toEqual(['tenant.created', 'member.joined', 'person.signed_in']);
});

test('a used link, and any other one, is of no use; a further start prints none', async () => {
  const body = { ...owner, email: 'mallory@shop.example', token: tokenOf(rig.hub.setupUrl ?? '') };
  const again = await rig.browser().api('POST', '/setup', body);
  expect([again.status, again.body.code]).toEqual([404, 'setup_link_not_valid']);
  const replica = await rig.start();
  expect(replica.setupUrl).toBeNull();
  await replica.close();
  expect((await rig.browser().api('GET', '/sign-in-options')).body.setup).toBe(false);
});

test('the console shows the link while there is one, beside what it showed before', () => {
  const config = { host: '127.0.0.1', dataDir: '/data', rootToken: null, database: null };
  const hub = { url: rig.base, port: rig.hub.port };
  const first = { apiKey: 'tsk_1', webhookSecret: 'whsec_1' };
  const text = welcome(config, { ...hub, firstStart: first, setupUrl: rig.hub.setupUrl });
  expect(text).toContain(`\n  ${rig.hub.setupUrl}\n`);
  expect(text).toContain('tsk_1');
  const later = welcome(config, { ...hub, firstStart: null, setupUrl: null });
  expect(later).toBe(`Tocsin listens on http://localhost:${rig.hub.port}, known as ${rig.base}`);
});
