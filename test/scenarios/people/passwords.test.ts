import { afterAll, beforeAll, expect, test } from 'vitest';
import { ATTEMPTS } from '../../../src/tenants/sign-in-attempts.ts';
import { openMailbox } from './mailbox.ts';
import { auditOf, openPeopleRig, PASSWORD, type PeopleRig, tokenOf } from './people-rig.ts';

let mailbox: Awaited<ReturnType<typeof openMailbox>>;
let rig: PeopleRig;
beforeAll(async () => {
  mailbox = await openMailbox();
  const env = { SMTP_URL: mailbox.url, MAIL_FROM: 'Hub <hub@shop.example>' };
  rig = await openPeopleRig(env);
});
afterAll(async () => {
  await rig.close();
  await mailbox.close();
});

const codeOf = ({ status, body }: { status: number; body: { code?: string } }) =>
  `${status} ${body?.code}`;

/** The link to this page in the newest such mail to this address, once it is there. */
async function linkTo(address: string, page = 'reset-password'): Promise<string> {
  const link = new RegExp(`http\\S+/${page}#token=[\\w-]+`);
  const find = () =>
    mailbox.letters
      .filter(({ to }) => to.includes(address))
      .map(({ text }) => link.exec(text)?.[0])
      .findLast((found) => found !== undefined);
  await expect.poll(find).toBeDefined();
  return find() ?? '';
}

test('a forgotten password is replaced by a mailed link, once, and every session ends', async () => {
  const email = 'ada@shop.example';
  const ada = await rig.member(email, 'admin');
  const asked = await rig.browser().api('POST', '/password-reset', { email: 'Ada@shop.example' });
  expect([asked.status, asked.body]).toEqual([202, '']);
  const token = tokenOf(await linkTo(email));
  const { rows } = await rig.store.pool.query('select identifier from auth.verifications');
  expect(JSON.stringify(rows)).not.toContain(token);

  const confirm = (password: string, key = token) =>
    rig.browser().api('POST', '/password-reset/confirm', { token: key, password });
  expect(codeOf(await confirm('short'))).toBe('422 validation_error');
  expect(codeOf(await confirm(email))).toBe('422 validation_error');
  expect((await confirm('a new password')).status).toBe(204);
  expect(codeOf(await confirm('a third password'))).toBe('404 reset_link_not_valid');
  expect(codeOf(await confirm('a third password', 'x'.repeat(24)))).toBe(
    '404 reset_link_not_valid',
  );
  expect((await ada.api('GET', '/incidents')).status).toBe(401);
  expect((await ada.signIn(email)).status).toBe(401);
  expect((await ada.signIn(email, 'a new password')).status).toBe(200);
  expect((await ada.api('GET', '/session')).body.user.email_verified).toBe(true);
  const noted = await auditOf(rig.store);
  expect(noted).toEqual(
    expect.arrayContaining(['person.password_reset_requested', 'person.password_reset']),
  );
});

test('asking for a link tells nothing: the answers are alike, and come before the work', async () => {
  await rig.member('known@shop.example', 'viewer');
  const answers = { known: [] as number[], unknown: [] as number[] };
  const sent = mailbox.letters.length;
  for (let count = 0; count < 5; count++) {
    for (const who of ['known', 'unknown'] as const) {
      const began = performance.now();
      const email = `${who}@shop.example`;
      const reply = await rig.browser().api('POST', '/password-reset', { email });
      answers[who].push(performance.now() - began);
      const { status, body, headers } = reply;
      expect([status, body, headers.getSetCookie()]).toEqual([202, '', []]);
    }
  }
  // The quickest of each, because others are at work on the machine.
  const quickest = (values: number[]) => Math.min(...values);
  expect(Math.abs(quickest(answers.known) - quickest(answers.unknown))).toBeLessThan(20);
  await expect.poll(() => mailbox.letters.length).toBe(sent + 5);
  expect(JSON.stringify(mailbox.letters)).not.toContain('unknown@');
});

test('a link expires within an hour', async () => {
  const email = 'late@shop.example';
  await rig.member(email, 'viewer');
  await rig.browser().api('POST', '/password-reset', { email });
  const token = tokenOf(await linkTo(email));
  const { rows } = await rig.store.pool.query(
    `update auth.verifications set expires_at = now() - interval '1 s'
     returning expires_at <= now() + interval '1 hour' as soon`,
  );
  expect(rows).not.toContainEqual({ soon: false });
  const late = { token, password: 'a new password' };
  expect(codeOf(await rig.browser().api('POST', '/password-reset/confirm', late))).toBe(
    '404 reset_link_not_valid',
  );
});

test('a new password opens the lock of an account', async () => {
  const email = 'locked@shop.example';
  const person = await rig.member(email, 'viewer');
  for (let count = 0; count < ATTEMPTS; count++) await person.signIn(email, 'a wrong password');
  expect(codeOf(await person.signIn(email))).toBe('429 account_locked');
  await rig.browser().api('POST', '/password-reset', { email });
  const token = tokenOf(await linkTo(email));
  const body = { token, password: 'a new password' };
  expect((await rig.browser().api('POST', '/password-reset/confirm', body)).status).toBe(204);
  expect((await person.signIn(email, 'a new password')).status).toBe(200);
});

test('where no mail goes out, the operator makes the link, and nobody else', async () => {
  const email = 'lost@shop.example';
  const owner = await rig.member(email, 'owner');
  expect(codeOf(await owner.api('POST', '/password-reset/link', { email }))).toBe('403 forbidden');
  const made = await rig.operator('POST', '/password-reset/link', { email });
  const body = { token: tokenOf(made.body.url), password: 'a new password' };
  expect((await rig.browser().api('POST', '/password-reset/confirm', body)).status).toBe(204);
  const unknown = { email: 'nobody@shop.example' };
  expect((await rig.operator('POST', '/password-reset/link', unknown)).status).toBe(404);
});

test('a person changes their password with the one they have', async () => {
  const email = 'change@shop.example';
  const person = await rig.member(email, 'viewer');
  const elsewhere = rig.browser();
  await elsewhere.signIn(email);
  const change = (currentPassword: string, newPassword: string) =>
    person.send('POST', '/api/auth/change-password', {
      currentPassword,
      newPassword,
      revokeOtherSessions: true,
    });
  expect(codeOf(await change('a wrong password', 'a new password'))).toBe('400 invalid_password');
  expect(codeOf(await change(PASSWORD, 'short'))).toBe('422 validation_error');
  expect(codeOf(await change(PASSWORD, email))).toBe('422 validation_error');
  const changed = await change(PASSWORD, 'a new password');
  expect(changed.status).toBe(200);
  expect(changed.body.token).toBeUndefined();
  expect((await person.api('GET', '/incidents')).status).toBe(200);
  expect((await elsewhere.api('GET', '/incidents')).status).toBe(401);
  expect((await elsewhere.signIn(email)).status).toBe(401);
  const nobody = await rig.browser().send('POST', '/api/auth/change-password', {
    currentPassword: PASSWORD,
    newPassword: 'a new password',
  });
  expect(codeOf(nobody)).toBe('401 unauthenticated');
  expect(await auditOf(rig.store)).toContain('person.password_changed');
});

test('an invitation is mailed, and its mailed link proves the address', async () => {
  const email = 'mailed@shop.example';
  const made = await rig.operator('POST', '/invitations', { email, role: 'viewer' });
  expect(made.body.mailed).toBe(true);
  const link = await linkTo(email, 'invitation');
  expect(link).not.toBe(made.body.url);
  const body = { token: tokenOf(link), name: 'Mailed', password: PASSWORD };
  const person = rig.browser();
  expect((await person.api('POST', '/invitations/accept', body)).status).toBe(200);
  expect((await person.api('GET', '/session')).body.user.email_verified).toBe(true);
  const again = { ...body, token: tokenOf(made.body.url) };
  expect((await rig.browser().api('POST', '/invitations/accept', again)).status).toBe(404);
});
