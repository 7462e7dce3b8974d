import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeNow } from './authenticator.ts';
import { auditOf, type Browser, openPeopleRig, PASSWORD, type PeopleRig } from './people-rig.ts';

let rig: PeopleRig;
beforeAll(async () => {
  rig = await openPeopleRig();
});
afterAll(() => rig.close());

const codeOf = ({ status, body }: { status: number; body: { code?: string } }) =>
  `${status} ${body?.code}`;

const codeOfUri = (totpURI: string) => codeNow(new URL(totpURI).searchParams.get('secret') ?? '');

const verify = (browser: Browser, code: string, path = 'verify-totp') =>
  browser.send('POST', `/api/auth/two-factor/${path}`, { code });

async function withSecondFactor(email: string) {
  const person = await rig.member(email, 'responder');
  const path = '/api/auth/two-factor/enable';
  expect(codeOf(await person.send('POST', path, { password: 'a wrong password' }))).toBe(
    '400 invalid_password',
  );
  const begun = await person.send('POST', path, { password: PASSWORD });
  expect(begun.body.totpURI).toMatch(/^otpauth:\/\/totp\/Tocsin:/);
  expect(begun.body.backupCodes).toHaveLength(10);
  expect((await person.api('GET', '/session')).body.user.two_factor).toBe(false);
  expect((await verify(person, '000000')).status).toBe(401);
  expect((await verify(person, codeOfUri(begun.body.totpURI))).status).toBe(200);
  expect((await person.api('GET', '/session')).body.user.two_factor).toBe(true);
  return { person, uri: String(begun.body.totpURI), backup: begun.body.backupCodes as string[] };
}

test('with a second factor, the password alone signs nobody in', async () => {
  const email = 'ada@shop.example';
  const { uri } = await withSecondFactor(email);
  const browser = rig.browser();
  const first = await browser.signIn(email);
  expect(first.body).toMatchObject({ twoFactorRedirect: true, twoFactorMethods: ['totp'] });
  expect([...browser.cookies.keys()]).toEqual(['tocsin.two_factor']);
  expect((await browser.api('GET', '/incidents')).status).toBe(401);
  expect(codeOf(await verify(browser, '123'))).toBe('401 invalid_code');
  const done = await verify(browser, codeOfUri(uri));
  expect(done.status).toBe(200);
  expect(done.body.token).toBeUndefined();
  expect((await browser.api('GET', '/incidents')).status).toBe(200);
  const noted = await auditOf(rig.store);
  expect(noted.filter((action) => action === 'person.two_factor_enabled')).toHaveLength(1);
  expect(noted.filter((action) => action === 'person.signed_in')).toHaveLength(1);
});

test('five wrong codes end the attempt; the password has to be given again', async () => {
  const email = 'ben@shop.example';
  const { uri } = await withSecondFactor(email);
  const browser = rig.browser();
  await browser.signIn(email);
  for (let count = 0; count < 5; count++) await verify(browser, '000000');
  const noted = await auditOf(rig.store);
  expect(noted.filter((action) => action === 'person.second_factor_failed').length).toBeGreaterThan(
    4,
  );
  const late = await verify(browser, codeOfUri(uri));
  expect(codeOf(late)).toBe('400 too_many_attempts_request_new_code');
  expect((await verify(rig.browser(), codeOfUri(uri))).status).toBe(401);
  expect((await browser.api('GET', '/session')).status).toBe(401);
});

test('a backup code works once, and new ones replace the old', async () => {
  const email = 'cleo@shop.example';
  const { person, backup } = await withSecondFactor(email);
  const [first = '', second = ''] = backup;
  const signInWith = async (code: string) => {
    const browser = rig.browser();
    await browser.signIn(email);
    return (await verify(browser, code, 'verify-backup-code')).status;
  };
  expect(await signInWith(first)).toBe(200);
  expect(await signInWith(first)).toBe(401);
  const renewed = await person.send('POST', '/api/auth/two-factor/generate-backup-codes', {
    password: PASSWORD,
  });
  expect(renewed.body.backupCodes).toHaveLength(10);
  expect(await signInWith(second)).toBe(401);
  expect(await signInWith(renewed.body.backupCodes[0])).toBe(200);
  const { rows } = await rig.store.pool.query('select secret, backup_codes from auth.two_factors');
  expect(JSON.stringify(rows)).not.toContain(renewed.body.backupCodes[1]);
});

test('it is switched off with the password only', async () => {
  const email = 'dan@shop.example';
  const { person } = await withSecondFactor(email);
  const off = (password: string) =>
    person.send('POST', '/api/auth/two-factor/disable', { password });
  expect(codeOf(await off('a wrong password'))).toBe('400 invalid_password');
  expect((await off(PASSWORD)).status).toBe(200);
  expect((await person.api('GET', '/session')).body.user.two_factor).toBe(false);
  const browser = rig.browser();
  expect((await browser.signIn(email)).body.user.email).toBe(email);
  expect(await auditOf(rig.store)).toContain('person.two_factor_disabled');
});
