import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY } from '../../../src/kernel/time.ts';
import {
  auditOf,
  type Browser,
  openPeopleRig,
  PASSWORD,
  type PeopleRig,
  tokenOf,
} from './people-rig.ts';

let rig: PeopleRig;
let owner: Browser;
let admin: Browser;
beforeAll(async () => {
  rig = await openPeopleRig();
  owner = await rig.member('owner@shop.example', 'owner');
  admin = await rig.member('admin@shop.example', 'admin');
});
afterAll(() => rig.close());

const codeOf = ({ status, body }: { status: number; body: { code?: string } }) =>
  `${status} ${body?.code}`;
const meOf = async (browser: Browser) => (await browser.api('GET', '/session')).body.active.member;

describe('roles', () => {
  test('decide what the same request may do', async () => {
    const responder = await rig.member('responder@shop.example', 'responder');
    const viewer = await rig.member('viewer@shop.example', 'viewer');
    const incident = { title: 'Checkout is slow', severity: 'high' };
    const requests = [
      { method: 'GET', path: '/incidents', from: 0 },
      { method: 'GET', path: '/members', from: 0 },
      { method: 'POST', path: '/incidents', body: incident, from: 1 },
      { method: 'POST', path: '/services', body: { name: 'roles' }, from: 2 },
      { method: 'GET', path: '/invitations', from: 2 },
      { method: 'GET', path: '/audit', from: 2 },
      { method: 'GET', path: '/api-keys', from: 2 },
    ];
    for (const { method, path, body, from } of requests) {
      const answers = [viewer, responder, admin, owner].map(async (browser) => {
        const { status } = await browser.api(method, path, body);
        return status !== 403;
      });
      const allowed = await Promise.all(answers);
      expect({ method, path, allowed }).toEqual({
        method,
        path,
        allowed: [0, 1, 2, 3].map((role) => role >= from),
      });
    }
  });

  test('count from the next request on', async () => {
    const person = await rig.member('rise@shop.example', 'viewer');
    const { id } = await meOf(person);
    expect((await person.api('GET', '/audit')).status).toBe(403);
    const changed = await admin.api('PATCH', `/members/${id}`, { role: 'admin', name: 'Riser' });
    expect(changed.body).toMatchObject({ id, role: 'admin', name: 'Riser', signs_in: true });
    expect((await person.api('GET', '/audit')).status).toBe(200);
    expect((await person.api('GET', '/session')).body.active.member.name).toBe('Riser');
    const { data } = (await admin.api('GET', '/audit?limit=5')).body;
    expect(data.find((row: { action: string }) => row.action === 'member.updated')).toMatchObject({
      actor: { type: 'person', name: 'admin' },
      target_id: id,
      before: { role: 'viewer', name: 'rise' },
      after: { role: 'admin', name: 'Riser' },
      ip: '127.0.0.1',
    });
  });

  test('admins cannot make, change, remove or invite owners; no API key can either', async () => {
    const { id } = await meOf(owner);
    const self = await meOf(admin);
    const made = await admin.api('POST', '/api-keys', { name: 'k', scope: 'admin' });
    const headers = { authorization: `Bearer ${made.body.key}` };
    const tries = [
      ['PATCH', `/members/${id}`, { role: 'viewer' }],
      ['PATCH', `/members/${id}`, { name: 'Mallory' }],
      ['PATCH', `/members/${self.id}`, { role: 'owner' }],
      ['DELETE', `/members/${id}`, undefined],
      ['POST', '/invitations', { email: 'm@shop.example', role: 'owner' }],
      ['POST', '/members', { name: 'M', email: 'm@shop.example', role: 'owner' }],
    ] as const;
    for (const [method, path, body] of tries) {
      expect(codeOf(await admin.api(method, path, body))).toBe('403 forbidden');
      const byKey = await rig.browser().api(method, path, body, headers);
      expect(codeOf(byKey)).toBe('403 forbidden');
    }
  });
});

test('the last owner can neither leave nor step down, also when two try at once', async () => {
  const { id } = await meOf(owner);
  expect(codeOf(await owner.api('PATCH', `/members/${id}`, { role: 'admin' }))).toBe(
    '409 last_owner',
  );
  expect(codeOf(await owner.api('DELETE', `/members/${id}`))).toBe('409 last_owner');
  const nobody = { name: 'Nobody', email: 'nobody@shop.example', role: 'owner' };
  expect((await owner.api('POST', '/members', nobody)).status).toBe(201);
  expect(codeOf(await owner.api('PATCH', `/members/${id}`, { role: 'admin' }))).toBe(
    '409 last_owner',
  );
  const second = await rig.member('second@shop.example', 'owner');
  const other = await meOf(second);
  const leave = [
    owner.api('PATCH', `/members/${id}`, { role: 'admin' }),
    second.api('PATCH', `/members/${other.id}`, { role: 'admin' }),
  ];
  const codes = (await Promise.all(leave)).map(({ status }) => status);
  expect(codes.sort()).toEqual([200, 409]);
  const roles = [(await meOf(owner)).role, (await meOf(second)).role];
  expect(roles.sort()).toEqual(['admin', 'owner']);
  const remaining = (await meOf(owner)).role === 'owner' ? owner : second;
  const demoted = remaining === owner ? other.id : id;
  expect((await remaining.api('PATCH', `/members/${demoted}`, { role: 'owner' })).status).toBe(200);
});

test('who is removed is out at once, and out of the hub when it was their only tenant', async () => {
  const person = await rig.member('leaver@shop.example', 'admin');
  const { id } = await meOf(person);
  expect((await admin.api('DELETE', `/members/${id}`)).status).toBe(204);
  expect((await person.api('GET', '/incidents')).status).toBe(401);
  expect((await person.signIn('leaver@shop.example')).status).toBe(401);
  const users = await rig.store.db
    .selectFrom('auth.users')
    .select('id')
    .where('email', '=', 'leaver@shop.example')
    .execute();
  expect(users).toEqual([]);
});

test('an address is one for everything or for nothing: invited, made a member, signed in', async () => {
  const good = ['a@shop.example', "o'neil+x@a.shop.example", 'A_b-c@1-2.example'];
  const bad = [
    'ana.@shop.example',
    '.a@shop.example',
    'a..b@shop.example',
    'ana@shop',
    'ana@shop.',
  ];
  const outcomes = async (email: string) => {
    const invited = await admin.api('POST', '/invitations', { email, role: 'viewer' });
    const made = await admin.api('POST', '/members', { name: 'x', email, role: 'viewer' });
    const signedIn = await rig.browser().signIn(email, 'wrong password');
    return [invited.status, made.status, signedIn.status, invited.body.errors?.[0].expected];
  };
  for (const email of good)
    expect([email, ...(await outcomes(email))].slice(0, 4)).toEqual([email, 201, 201, 401]);
  for (const email of bad) {
    const expected = 'an e-mail address, such as ana@shop.example';
    expect([email, ...(await outcomes(email))]).toEqual([email, 422, 422, 422, expected]);
  }
});

describe('an invitation', () => {
  const invite = async (email: string, role = 'viewer') =>
    (await admin.api('POST', '/invitations', { email, role })).body;

  test('shows what it is about, makes an account, and works once', async () => {
    const made = await invite('New@shop.example', 'responder');
    expect(made).toMatchObject({ email: 'New@shop.example', role: 'responder', mailed: false });
    expect(made.invited_by).toBe('admin');
    const token = tokenOf(made.url);
    const listed = (await admin.api('GET', '/invitations')).body;
    expect(listed.data[0].id).toBe(made.id);
    expect(JSON.stringify(listed)).not.toContain(token);
    const person = rig.browser();
    expect((await person.api('POST', '/invitations/preview', { token })).body).toEqual({
      email: 'New@shop.example',
      role: 'responder',
      tenant_name: 'Default',
      invited_by: 'admin',
      has_account: false,
    });
    const accept = (body: object) => person.api('POST', '/invitations/accept', { token, ...body });
    expect(codeOf(await accept({}))).toBe('422 validation_error');
    expect(codeOf(await accept({ name: 'New', password: 'short' }))).toBe('422 validation_error');
    const body = { token, name: 'New', password: PASSWORD };
    const both = await Promise.all([
      accept(body),
      rig.browser().api('POST', '/invitations/accept', body),
    ]);
    expect(both.map(({ status }) => status).sort()).not.toEqual([200, 200]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(codeOf(await accept(body))).toMatch(/^404 invitation_not_valid$/);
    const signedIn = rig.browser();
    await signedIn.signIn('new@shop.example');
    expect((await signedIn.api('GET', '/session')).body).toMatchObject({
      user: { email_verified: false },
      active: { member: { role: 'responder', name: 'New' } },
    });
    expect(await auditOf(rig.store)).toEqual(
      expect.arrayContaining(['invitation.created', 'member.joined']),
    );
  });

  test('ends when it is withdrawn, replaced, or a week old', async () => {
    const withdrawn = await invite('w@shop.example');
    expect((await admin.api('DELETE', `/invitations/${withdrawn.id}`)).status).toBe(204);
    const replaced = await invite('r@shop.example');
    const newer = await invite('R@shop.example');
    const old = await invite('o@shop.example');
    await rig.store.db
      .updateTable('invitations')
      .set({ expires_at: new Date() })
      .where('invitation_id', '=', old.id)
      .execute();
    expect(Date.parse(newer.expires_at) - Date.now()).toBeGreaterThan(6.9 * DAY);
    for (const { url } of [withdrawn, replaced, old]) {
      const body = { token: tokenOf(url), name: 'X', password: PASSWORD };
      const refused = await rig.browser().api('POST', '/invitations/accept', body);
      expect(codeOf(refused)).toBe('404 invitation_not_valid');
    }
    const left = await rig.store.db
      .selectFrom('credential_lookups')
      .select('target_id')
      .where('kind', '=', 'invitation')
      .execute();
    const ids = left.map((row) => row.target_id);
    expect(ids).toContain(newer.id);
    expect(ids).not.toContain(withdrawn.id);
    expect(ids).not.toContain(replaced.id);
  });

  test('does not open an account that exists: its person has to be signed in', async () => {
    await rig.operator('POST', '/tenants', { slug: 'globex', name: 'Globex' });
    const person = await rig.member('known@shop.example', 'viewer');
    const email = 'known@shop.example';
    const made = await rig.operator('POST', '/invitations', { email, role: 'admin' }, 'globex');
    const token = tokenOf(made.body.url);
    const preview = await rig.browser().api('POST', '/invitations/preview', { token });
    expect(preview.body.has_account).toBe(true);
    const body = { token, name: 'Eve', password: 'another password' };
    for (const browser of [rig.browser(), admin]) {
      expect(codeOf(await browser.api('POST', '/invitations/accept', body))).toBe(
        '409 sign_in_required',
      );
    }
    expect((await person.api('POST', '/invitations/accept', { token })).status).toBe(200);
    expect((await rig.browser().signIn(email, 'another password')).status).toBe(401);
  });

  test('lets somebody sign in who was only a name until now', async () => {
    const named = { name: 'Grace', email: 'grace@shop.example', role: 'responder' };
    const { id, signs_in } = (await admin.api('POST', '/members', named)).body;
    expect(signs_in).toBe(false);
    const person = await rig.member('Grace@shop.example', 'admin');
    expect(await meOf(person)).toMatchObject({ id, role: 'admin', name: 'Grace' });
    const again = await admin.api('POST', '/invitations', { email: named.email, role: 'viewer' });
    expect(codeOf(again)).toBe('409 already_member');
  });
});

test('an API key of a member carries their name, and goes with them', async () => {
  const person = await rig.member('keys@shop.example', 'responder');
  const { id } = await meOf(person);
  const made = await admin.api('POST', '/api-keys', { name: 'p', scope: 'viewer', member_id: id });
  const headers = { authorization: `Bearer ${made.body.key}` };
  expect((await rig.browser().api('GET', '/incidents', undefined, headers)).status).toBe(200);
  await admin.api('DELETE', `/members/${id}`);
  expect((await rig.browser().api('GET', '/incidents', undefined, headers)).status).toBe(401);
});
