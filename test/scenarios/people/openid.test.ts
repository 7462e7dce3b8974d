import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Account, openIdentityProvider } from './identity-provider.ts';
import { auditOf, type Browser, openPeopleRig, PASSWORD, type PeopleRig } from './people-rig.ts';

let provider: Awaited<ReturnType<typeof openIdentityProvider>>;
let rig: PeopleRig;
beforeAll(async () => {
  provider = await openIdentityProvider(() => `${rig.hub.url}/api/auth/callback/oidc`);
  rig = await openPeopleRig({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: 'tocsin',
    OIDC_CLIENT_SECRET: 'a-secret-of-the-tests-only-0123456789',
    OIDC_NAME: 'Shop ID',
  });
});
afterAll(async () => {
  await rig.close();
  await provider.close();
});

const begin = (browser: Browser, callbackURL = '/incidents') =>
  browser.send('POST', '/api/auth/sign-in/social', {
    provider: 'oidc',
    callbackURL,
    errorCallbackURL: '/sign-in',
  });

/** Follows the redirects between hub and provider, and returns where the hub sends people at last. */
async function comeBack(browser: Browser, account: Account, id: string): Promise<string> {
  provider.loginAs(id, account);
  const begun = await begin(browser);
  expect(begun.status).toBe(200);
  let at = new URL(begun.body.url);
  const jar = new Map<string, string>();
  for (let step = 0; step < 10; step++) {
    if (at.pathname === '/api/auth/callback/oidc') {
      const reply = await browser.send('GET', `${at.pathname}${at.search}`);
      expect(reply.status).toBe(302);
      return reply.headers.get('location') ?? '';
    }
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
    const reply = await fetch(at, { redirect: 'manual', headers: { cookie } });
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    const next = reply.headers.get('location');
    if (!next) throw new Error(`${reply.status} at ${at.pathname}: ${await reply.text()}`);
    at = new URL(next, at);
  }
  throw new Error('The provider redirects for ever.');
}

const errorOf = (location: string) => new URL(location, 'http://hub').searchParams.get('error');

test('while the provider is away, people with passwords sign in, and the others may try again', async () => {
  expect((await rig.browser().api('GET', '/sign-in-options')).body.oidc).toEqual({
    name: 'Shop ID',
  });
  await provider.close();
  const refused = await begin(rig.browser());
  expect([refused.status, refused.body.code]).toEqual([503, 'identity_provider_unavailable']);
  expect(refused.headers.get('retry-after')).toBe('10');
  await rig.member('password@shop.example', 'viewer');
  await provider.open();
  expect((await begin(rig.browser())).status).toBe(200);
});

test('who is invited comes in and becomes a member, with the provider’s word for the address', async () => {
  const email = 'ada@shop.example';
  const made = await rig.operator('POST', '/invitations', { email, role: 'responder' });
  const browser = rig.browser();
  const account = { email: 'Ada@shop.example', email_verified: true, name: 'Ada L.' };
  expect(await comeBack(browser, account, 'sub-ada')).toBe('/incidents');
  expect((await browser.api('GET', '/session')).body).toMatchObject({
    user: { email, email_verified: true, has_password: false, name: 'Ada L.' },
    active: { member: { role: 'responder', name: 'Ada L.' } },
  });
  const token = new URL(made.body.url).hash.slice('#token='.length);
  const preview = await browser.api('POST', '/invitations/preview', { token });
  expect(preview.status).toBe(404);
  const noted = await auditOf(rig.store);
  expect(noted).toEqual(expect.arrayContaining(['member.joined', 'person.signed_in']));
  const { rows } = await rig.store.pool.query(
    'select * from auth.accounts where provider_id = $1',
    ['oidc'],
  );
  expect(rows).toMatchObject([
    { account_id: 'sub-ada', access_token: null, refresh_token: null, id_token: null },
  ]);

  const renamed = { email: 'ada@married.example', email_verified: true };
  const again = rig.browser();
  expect(await comeBack(again, renamed, 'sub-ada')).toBe('/incidents');
  expect((await again.api('GET', '/session')).body.user.email).toBe(email);
});

test('a member who was only a name until now comes in as that member', async () => {
  const named = { name: 'Grace', email: 'grace@shop.example', role: 'viewer' };
  const { id } = (await rig.operator('POST', '/members', named)).body;
  const browser = rig.browser();
  await comeBack(browser, { email: named.email, email_verified: true, name: 'G' }, 'sub-grace');
  const { active } = (await browser.api('GET', '/session')).body;
  expect(active.member).toMatchObject({ id, name: 'Grace', role: 'viewer' });
});

test('nobody else comes in, and nothing of them is kept', async () => {
  await rig.operator('POST', '/invitations', { email: 'inv@shop.example', role: 'admin' });
  await rig.member('taken@shop.example', 'admin');
  const cases: [Account, string][] = [
    [{ email: 'eve@shop.example', email_verified: true }, 'not_invited'],
    [{ email: 'inv@shop.example', email_verified: false }, 'email_not_verified'],
    [{ email: 'inv@shop.example' }, 'email_not_verified'],
    [{ email_verified: true }, 'email_not_found'],
    // The address of an account with a password that nobody has proved to be theirs.
    [{ email: 'taken@shop.example', email_verified: true }, 'account_not_linked'],
    [{ email: 'taken@shop.example', email_verified: false }, 'account_not_linked'],
  ];
  for (const [index, [account, code]] of cases.entries()) {
    const browser = rig.browser();
    const location = await comeBack(browser, account, `sub-stranger-${index}`);
    expect([account, errorOf(location)]).toEqual([account, code]);
    expect(location).toMatch(/^\/sign-in\?/);
    expect((await browser.api('GET', '/session')).status).toBe(401);
  }
  const { rows } = await rig.store.pool.query(
    `select 1 from auth.accounts where account_id like 'sub-stranger-%'`,
  );
  expect(rows).toEqual([]);
});

test('who was removed does not come back with the identity alone', async () => {
  const email = 'gone@shop.example';
  await rig.operator('POST', '/invitations', { email, role: 'viewer' });
  const browser = rig.browser();
  const account = { email, email_verified: true };
  await comeBack(browser, account, 'sub-gone');
  const { active } = (await browser.api('GET', '/session')).body;
  await rig.operator('DELETE', `/members/${active.member.id}`);
  expect((await browser.api('GET', '/incidents')).status).toBe(401);
  expect(errorOf(await comeBack(rig.browser(), account, 'sub-gone'))).toBe('not_invited');
});

test('a proven address brings password and identity together', async () => {
  const email = 'both@shop.example';
  const person = await rig.member(email, 'viewer');
  await rig.store.db.updateTable('auth.users').set({ email_verified: true }).execute();
  const browser = rig.browser();
  expect(await comeBack(browser, { email, email_verified: true }, 'sub-both')).toBe('/incidents');
  const { user } = (await browser.api('GET', '/session')).body;
  expect(user.id).toBe((await person.api('GET', '/session')).body.user.id);
  expect((await rig.browser().signIn(email, PASSWORD)).status).toBe(200);
});

test('an answer that the browser did not ask for, or that was changed, is refused', async () => {
  const browser = rig.browser();
  provider.loginAs('sub-ada', { email: 'ada@shop.example', email_verified: true });
  const begun = await begin(browser);
  const state = new URL(begun.body.url).searchParams.get('state') ?? '';
  const path = '/api/auth/callback/oidc';
  for (const query of ['', '?code=x', `?state=${state}`, `?code=x&state=${state}x`]) {
    const reply = await rig.browser().send('GET', `${path}${query}`);
    expect(reply.status).toBe(302);
    expect(errorOf(reply.headers.get('location') ?? '')).toBeTruthy();
  }
  const stolen = await rig.browser().send('GET', `${path}?code=x&state=${state}`);
  expect(errorOf(stolen.headers.get('location') ?? '')).toBeTruthy();
  const evil = await begin(rig.browser(), 'https://evil.example/');
  expect([evil.status, evil.body.code]).toEqual([403, 'invalid_callback_url']);
});
