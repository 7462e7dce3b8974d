import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../../src/kernel/time.ts';
import { ATTEMPTS } from '../../../src/tenants/sign-in-attempts.ts';
import {
  auditOf,
  openPeopleRig,
  PASSWORD,
  type PeopleRig,
  ROOT_TOKEN,
  sendTo,
} from './people-rig.ts';

let rig: PeopleRig;
beforeAll(async () => {
  rig = await openPeopleRig();
  await rig.operator('POST', '/tenants', { slug: 'acme', name: 'Acme' });
});
afterAll(() => rig.close());

const codeOf = ({ status, body }: { status: number; body: { code?: string } }) =>
  `${status} ${body.code}`;

describe('a session', () => {
  test('is a cookie that scripts cannot read, and no reply holds its token', async () => {
    const ada = await rig.member('ada@shop.example', 'admin');
    const reply = await ada.signIn('ADA@shop.example');
    expect(reply.status).toBe(200);
    const [cookie = ''] = reply.headers.getSetCookie();
    expect(cookie).toMatch(/^tocsin\.session_token=.+; HttpOnly; SameSite=Lax$/i);
    expect(reply.body.user.email).toBe('ada@shop.example');
    const rows = await rig.store.db.selectFrom('auth.sessions').select('token').execute();
    for (const { token } of rows) expect(JSON.stringify(reply.body)).not.toContain(token);
  });

  test('ends at once when it is signed out, revoked, expired, or changed', async () => {
    const first = await rig.member('end@shop.example', 'viewer');
    const second = rig.browser();
    await second.signIn('end@shop.example');
    const third = rig.browser();
    await third.signIn('end@shop.example');

    const stolen = rig.browser();
    for (const [name, value] of first.cookies) stolen.cookies.set(name, value);
    expect((await first.send('POST', '/api/auth/sign-out')).status).toBe(200);
    expect(first.cookies.size).toBe(0);
    expect(codeOf(await stolen.api('GET', '/incidents'))).toBe('401 unauthenticated');
    expect(codeOf(await stolen.api('GET', '/session'))).toBe('401 unauthenticated');

    const { data } = (await second.api('GET', '/sessions')).body;
    expect(data).toHaveLength(2);
    expect(data[0]).toMatchObject({ current: false, ip: '127.0.0.1', user_agent: 'node' });
    const other = data.find((session: { current: boolean }) => !session.current);
    expect((await second.api('DELETE', `/sessions/${other.id}`)).status).toBe(204);
    expect((await third.api('GET', '/incidents')).status).toBe(401);
    expect((await second.api('DELETE', `/sessions/${other.id}`)).status).toBe(404);

    await third.signIn('end@shop.example');
    expect((await second.api('DELETE', '/sessions')).status).toBe(204);
    expect((await third.api('GET', '/incidents')).status).toBe(401);
    expect((await second.api('GET', '/incidents')).status).toBe(200);

    const [name = '', value = ''] = [...second.cookies][0] ?? [];
    const other8 = value[8] === 'x' ? 'y' : 'x';
    second.cookies.set(name, value.slice(0, 8) + other8 + value.slice(9));
    expect((await second.api('GET', '/incidents')).status).toBe(401);
    second.cookies.set(name, value);
    await rig.store.db
      .updateTable('auth.sessions')
      .set({ expires_at: new Date(Date.now() - MINUTE) })
      .execute();
    expect((await second.api('GET', '/incidents')).status).toBe(401);
    expect((await second.api('GET', '/session')).status).toBe(401);
  });

  test('that is used gets a new end, once a day', async () => {
    const ben = await rig.member('ben@shop.example', 'viewer');
    const soon = new Date(Date.now() + 10 * DAY);
    await rig.store.db.updateTable('auth.sessions').set({ expires_at: soon }).execute();
    const before = (await ben.api('GET', '/incidents')).headers.getSetCookie();
    expect(before).toEqual([]);
    const reply = await ben.api('GET', '/session');
    expect(reply.headers.getSetCookie()[0]).toMatch(/^tocsin\.session_token=/);
    expect(Date.parse((await ben.api('GET', '/session')).body.session.expires_at)).toBeGreaterThan(
      soon.getTime() + 3 * DAY,
    );
  });

  test('of another person is neither seen nor ended', async () => {
    const one = await rig.member('one@shop.example', 'admin');
    const two = await rig.member('two@shop.example', 'admin');
    const { id } = (await one.api('GET', '/session')).body.session;
    expect((await two.api('DELETE', `/sessions/${id}`)).status).toBe(404);
    expect(JSON.stringify((await two.api('GET', '/sessions')).body)).not.toContain(id);
    expect((await one.api('GET', '/incidents')).status).toBe(200);
  });

  test('is nothing that an API key or the operator has', async () => {
    expect(codeOf(await rig.operator('GET', '/sessions'))).toBe('403 forbidden');
    expect(codeOf(await rig.operator('GET', '/session'))).toBe('401 unauthenticated');
  });

  test('does not stand in for a wrong API key', async () => {
    const ann = await rig.member('ann@shop.example', 'admin');
    const headers = { authorization: `Bearer tsk_${'x'.repeat(43)}` };
    expect((await ann.api('GET', '/incidents', undefined, headers)).status).toBe(401);
  });
});

test('behind HTTPS, also below a path, the cookie is for HTTPS only', async () => {
  const secure = await openPeopleRig({ TOCSIN_URL: 'https://hub.example/incidents' });
  try {
    await secure.member('ada@shop.example', 'viewer');
    const ada = secure.browser();
    const reply = await ada.signIn('ada@shop.example');
    const [cookie = ''] = reply.headers.getSetCookie();
    expect(cookie).toMatch(/^__Secure-tocsin\.session_token=.+; HttpOnly; Secure; SameSite=Lax$/i);
    expect((await ada.api('GET', '/incidents')).status).toBe(200);
    const proxied = { origin: 'https://hub.example' };
    expect((await ada.api('DELETE', '/sessions', undefined, proxied)).status).toBe(204);
  } finally {
    await secure.close();
  }
});

test('X-Tenant picks the tenant, and one of others is not found', async () => {
  const email = 'both@shop.example';
  const both = await rig.member(email, 'viewer');
  const invited = await rig.operator('POST', '/invitations', { email, role: 'admin' }, 'acme');
  const token = new URL(invited.body.url).hash.slice('#token='.length);
  const accepted = await both.api('POST', '/invitations/accept', { token });
  expect(accepted.body).toMatchObject({ tenant: { slug: 'acme' }, role: 'admin', signed_in: true });

  const inTenant = (slug: string) => ({ 'x-tenant': slug });
  const session = await both.api('GET', '/session', undefined, inTenant('acme'));
  expect(session.body.active).toMatchObject({
    tenant: { slug: 'acme' },
    member: { role: 'admin' },
  });
  expect(session.body.memberships).toHaveLength(2);
  expect((await both.api('GET', '/tenant')).body.slug).toBe('default');
  expect((await both.api('GET', '/tenant', undefined, inTenant('acme'))).body.slug).toBe('acme');
  expect((await both.api('GET', '/tenant', undefined, inTenant('ten_acme'))).body.slug).toBe(
    'acme',
  );
  expect((await both.api('GET', '/audit')).status).toBe(403);
  expect((await both.api('GET', '/audit', undefined, inTenant('acme'))).status).toBe(200);
  const single = await rig.member('single@shop.example', 'owner');
  for (const slug of ['acme', 'nobody', '', '%00']) {
    const refused = await single.api('GET', '/tenant', undefined, inTenant(slug));
    expect(codeOf(refused)).toBe('404 not_found');
  }
});

describe('another site', () => {
  const write = ['POST', '/services', { name: 'pwned' }] as const;

  test('cannot write with the cookie', async () => {
    const victim = await rig.member('victim@shop.example', 'admin');
    const cases = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: rig.base, 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of cases) {
      expect(codeOf(await victim.api(...write, headers))).toBe('403 csrf');
    }
    const cookie = [...victim.cookies].map((pair) => pair.join('=')).join('; ');
    const unsaid = await sendTo(
      rig.base,
      'POST',
      '/api/v1/services',
      { name: 'pwned' },
      { cookie },
    );
    expect(codeOf(unsaid)).toBe('403 csrf');
    const form = { 'content-type': 'text/plain', origin: rig.base };
    expect(codeOf(await victim.api(...write, form))).toBe('403 csrf');
    const bare = { cookie, origin: rig.base };
    const end = await sendTo(rig.base, 'DELETE', '/api/v1/sessions', undefined, bare);
    expect(codeOf(end)).toBe('403 csrf');
    expect((await victim.api('DELETE', '/sessions')).status).toBe(204);
    expect((await victim.api(...write)).status).toBe(201);
    const modern = { origin: 'http://rewritten.example', 'sec-fetch-site': 'same-origin' };
    expect((await victim.api('POST', '/services', { name: 'web' }, modern)).status).toBe(201);
  });

  test('cannot sign a visitor in, out, or set a hub up', async () => {
    const headers = { origin: 'https://evil.example' };
    const browser = await rig.member('visitor@shop.example', 'viewer');
    const paths = ['/api/auth/sign-in/email', '/api/auth/sign-out', '/api/v1/setup'];
    const body = { email: 'visitor@shop.example', password: PASSWORD };
    for (const path of paths) {
      expect(codeOf(await browser.send('POST', path, body, headers))).toBe('403 csrf');
    }
    const read = await browser.api('GET', '/session', undefined, headers);
    expect(read.status).toBe(200);
    expect(read.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('signing in', () => {
  test('tells nothing about who has an account', async () => {
    await rig.member('known@shop.example', 'viewer');
    const known = await rig.browser().signIn('known@shop.example', 'wrong password');
    const unknown = await rig.browser().signIn('unknown@shop.example', 'wrong password');
    expect(known.status).toBe(401);
    const { request_id: _, ...said } = known.body;
    const { request_id: __, ...saidOfNobody } = unknown.body;
    expect(said).toEqual(saidOfNobody);
    expect(said).toMatchObject({ code: 'invalid_email_or_password' });
    expect(await auditOf(rig.store)).toContain('person.sign_in_failed');
  });

  test('refuses what is no sign-in at all', async () => {
    const browser = rig.browser();
    const send = (body: unknown) => browser.send('POST', '/api/auth/sign-in/email', body);
    expect((await send({})).status).toBe(422);
    expect((await send({ email: 'x', password: 'y' })).status).toBe(422);
    expect((await send({ email: 'a@b', password: 7 })).status).toBe(422);
    expect((await send({ email: 'a@b', password: 'y', callbackURL: '/x' })).status).toBe(422);
    const form = await sendTo(rig.base, 'POST', '/api/auth/sign-in/email', undefined, {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(form.status).toBe(415);
    expect((await browser.send('GET', '/api/auth/sign-in/email')).status).toBe(405);
    for (const path of ['sign-up/email', 'list-sessions', 'update-user', 'delete-user', 'ok']) {
      expect((await browser.send('POST', `/api/auth/${path}`, {})).status).toBe(404);
    }
  });
});

test('ten wrong passwords lock an account, known or not, also for the right one', async () => {
  const locked = await openPeopleRig({ TRUST_PROXY: '1' });
  try {
    const person = await locked.member('lock@shop.example', 'viewer');
    let address = 0;
    const attempt = (email: string, password: string) => {
      address++;
      const headers = { 'x-forwarded-for': `192.0.2.${address}` };
      const body = { email, password };
      return sendTo(locked.base, 'POST', '/api/auth/sign-in/email', body, headers);
    };
    for (const email of ['lock@shop.example', 'nobody@shop.example']) {
      const wrong = Array.from({ length: ATTEMPTS }, () => attempt(email, 'a wrong password'));
      expect(new Set((await Promise.all(wrong)).map(codeOf))).toEqual(
        new Set(['401 invalid_email_or_password']),
      );
      const refused = await attempt(email, PASSWORD);
      expect(codeOf(refused)).toBe('429 account_locked');
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    }
    expect((await person.api('GET', '/incidents')).status).toBe(200);
    expect(await auditOf(locked.store)).toContain('person.locked_out');
    await locked.store.db
      .updateTable('sign_in_attempts')
      .set({ since: new Date(Date.now() - 16 * MINUTE) })
      .execute();
    expect((await attempt('lock@shop.example', PASSWORD)).status).toBe(200);
    expect((await attempt('lock@shop.example', 'a wrong password')).status).toBe(401);
  } finally {
    await locked.close();
  }
});

test('an address that guesses is refused, while sessions behind it go on', async () => {
  const rigged = await openPeopleRig();
  try {
    const person = await rigged.member('calm@shop.example', 'viewer');
    const codes: string[] = [];
    for (let count = 0; count < 22; count++) {
      codes.push(
        codeOf(await rigged.browser().signIn(`guess${count}@shop.example`, 'wrong password')),
      );
    }
    expect(codes.slice(0, 20)).toEqual(Array(20).fill('401 invalid_email_or_password'));
    expect(codes[21]).toBe('429 rate_limited');
    expect((await person.api('GET', '/incidents')).status).toBe(200);
    const headers = { authorization: `Bearer ${ROOT_TOKEN}` };
    expect((await sendTo(rigged.base, 'GET', '/api/v1/tenants', undefined, headers)).status).toBe(
      200,
    );
  } finally {
    await rigged.close();
  }
});
