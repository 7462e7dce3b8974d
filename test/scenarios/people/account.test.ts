import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPeopleRig, type PeopleRig, sendTo } from './people-rig.ts';

let rig: PeopleRig;
beforeAll(async () => {
  rig = await openPeopleRig();
});
afterAll(() => rig.close());

const codeOf = ({ status, body }: { status: number; body: { code?: string } }) =>
  `${status} ${body?.code}`;
const withKey = (key: string, method: string, path: string, body?: unknown) =>
  sendTo(rig.base, method, `/api/v1${path}`, body, { authorization: `Bearer ${key}` });

test('a person changes their own name, in every tenant at once', async () => {
  const email = 'ada@shop.example';
  const ada = await rig.member(email, 'viewer');
  await rig.operator('POST', '/tenants', { slug: 'second', name: 'Second' });
  const role = 'responder';
  const invited = await rig.operator('POST', '/invitations', { email, role }, 'second');
  const token = new URLSearchParams(new URL(invited.body.url).hash.slice(1)).get('token');
  expect((await ada.api('POST', '/invitations/accept', { token })).status).toBe(200);

  expect(codeOf(await ada.api('PATCH', '/session', { name: '  ' }))).toBe('422 validation_error');
  const changed = await ada.api('PATCH', '/session', { name: ' Ada Lovelace ' });
  expect([changed.status, changed.body]).toEqual([200, { name: 'Ada Lovelace' }]);
  const { user, memberships } = (await ada.api('GET', '/session')).body;
  expect(user.name).toBe('Ada Lovelace');
  const names = memberships.map((one: { member: { name: string } }) => one.member.name);
  expect(names).toEqual(['Ada Lovelace', 'Ada Lovelace']);
  for (const tenant of ['default', 'second']) {
    const { data } = (await rig.operator('GET', '/audit?action=member', undefined, tenant)).body;
    expect(data[0]).toMatchObject({
      action: 'member.updated',
      before: { name: 'ada' },
      after: { name: 'Ada Lovelace' },
    });
  }
});

test('a key says what it is and may do, and has no name of its own to change', async () => {
  const made = await rig.operator('POST', '/api-keys', { name: 'ci', scope: 'responder' });
  const about = await withKey(made.body.key, 'GET', '/credential');
  expect(about.body).toEqual({
    scope: 'responder',
    role: null,
    actor: { type: 'person', id: made.body.id, name: 'ci', email: null },
  });
  expect(codeOf(await withKey(made.body.key, 'PATCH', '/session', { name: 'x' }))).toBe(
    '403 forbidden',
  );
  const sender = await rig.operator('POST', '/api-keys', { name: 'in', scope: 'ingest' });
  expect(codeOf(await withKey(sender.body.key, 'GET', '/credential'))).toBe('403 forbidden');
  const ben = await rig.member('ben@shop.example', 'admin');
  expect((await ben.api('GET', '/credential')).body).toMatchObject({
    scope: 'admin',
    role: 'admin',
  });
});

test('a key ends when it was said to end', async () => {
  const soon = new Date(Date.now() + 60_000).toISOString();
  const wanted = { name: 'short', scope: 'viewer' };
  const past = await rig.operator('POST', '/api-keys', {
    ...wanted,
    expires_at: '2020-01-01T00:00:00Z',
  });
  expect(codeOf(past)).toBe('422 validation_error');
  expect(past.body.errors[0].pointer).toBe('/expires_at');
  const made = await rig.operator('POST', '/api-keys', { ...wanted, expires_at: soon });
  expect(made.body.expires_at).toBe(soon);
  expect((await withKey(made.body.key, 'GET', '/incidents')).status).toBe(200);
  const end = { text: `update api_keys set expires_at = now() where key_id = $1` };
  await rig.store.pool.query({ ...end, values: [made.body.id] });
  await expect
    .poll(async () => (await withKey(made.body.key, 'GET', '/incidents')).status, {
      timeout: 15_000,
    })
    .toBe(401);
  const { data } = (await rig.operator('GET', '/api-keys')).body;
  expect(data.find((key: { id: string }) => key.id === made.body.id).expires_at).not.toBeNull();
});
