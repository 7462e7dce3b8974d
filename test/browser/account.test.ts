import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeNow } from '../scenarios/people/authenticator.ts';
import { openMailbox } from '../scenarios/people/mailbox.ts';
import { launchBrowser, openPage, type WatchedPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';
import { addPerson, goAs, PASSWORD, type Person, signIn } from './people.ts';
import { expectAccessible } from './scan.ts';

let hub: BrowserHub;
let browser: Browser;
let mailbox: Awaited<ReturnType<typeof openMailbox>>;
let ada: Person;
let watched: WatchedPage;
let page: Page;
const faults: (readonly string[])[] = [];

const NEW_PASSWORD = 'an even longer password';

beforeAll(async () => {
  mailbox = await openMailbox();
  const env = { SMTP_URL: mailbox.url, MAIL_FROM: 'Hub <hub@shop.example>' };
  [hub, browser] = await Promise.all([openBrowserHub(env), launchBrowser()]);
  ada = await addPerson(hub, 'Ada', 'admin');
  watched = await newPage();
  page = watched.page;
  await goAs(page, hub, ada, '/settings/account');
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
  await mailbox?.close();
});

/** A browser of its own; what goes wrong in it counts at the end. */
async function newPage(): Promise<WatchedPage> {
  const opened = await openPage(browser);
  faults.push(opened.faults);
  return opened;
}

const typeInto = (label: string, text: string, on = page) =>
  on.getByRole('textbox', { name: label }).fill(text);
const press = (name: string, on = page) => on.getByRole('button', { name, exact: true }).click();

/** The newest link of this kind that was mailed to this address. */
async function mailedLink(address: string, kind: string): Promise<string> {
  const link = new RegExp(`http\\S+/${kind}#token=[\\w-]+`);
  const find = () =>
    mailbox.letters
      .filter(({ to }) => to.includes(address))
      .flatMap(({ text }) => link.exec(text) ?? [])
      .at(-1);
  await expect.poll(find, { timeout: 10_000 }).toBeDefined();
  return (find() ?? '').replace(/^http:\/\/[^/]+/, hub.url);
}

async function signInWith(on: Page, email: string, password: string): Promise<void> {
  await on.goto(`${hub.url}/sign-in`);
  await typeInto('E-mail', email, on);
  await typeInto('Password', password, on);
  await press('Sign in', on);
}

test('one’s own name and password: a wrong one is told at its field, other sessions end', async () => {
  const elsewhere = await newPage();
  await goAs(elsewhere.page, hub, ada, '/settings/people');
  await typeInto('Your name', 'Ada Lovelace');
  await press('Save name');
  await page.getByText('You are called Ada Lovelace now').waitFor();
  await typeInto('Current password', 'not this one');
  await typeInto('New password', NEW_PASSWORD);
  await press('Change password');
  await page.getByText('This is not your password.').waitFor();
  await expectAccessible(page, 'the account');
  await typeInto('Current password', PASSWORD);
  await press('Change password');
  await page.getByText('The password was changed; you are signed in here only').waitFor();
  expect(await page.getByRole('textbox', { name: 'New password' }).inputValue()).toBe('');
  await elsewhere.page.reload();
  await elsewhere.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signInWith(elsewhere.page, ada.email, PASSWORD);
  await elsewhere.page.getByText('E-mail or password is not right.').waitFor();
});

let backupCodes: string[] = [];

test('a second factor is set up with the key it shows, and a wrong code is no way in', async () => {
  await press('Set up');
  await typeInto('Your password', NEW_PASSWORD);
  await press('Go on');
  await page.getByRole('img', { name: 'QR code of the key' }).waitFor();
  const key = (await page.getByRole('dialog').locator('pre').textContent()) ?? '';
  await page.getByLabel('Code that the app shows now').fill('000000');
  await press('Confirm');
  await page.getByText('The code is not right, or too old.').waitFor();
  await expectAccessible(page, 'the second factor');
  await page.getByLabel('Code that the app shows now').fill(codeNow(key));
  await press('Confirm');
  await page.getByText('Backup codes, shown this once').waitFor();
  const codes = await page.getByRole('dialog').locator('pre').textContent();
  backupCodes = (codes ?? '').split('\n');
  expect(backupCodes).toHaveLength(10);
  await press('I have kept them');
  await page.getByText(/^On: signing in/).waitFor();

  const other = await newPage();
  await signInWith(other.page, ada.email, NEW_PASSWORD);
  await other.page.getByLabel('Code of your second factor').fill('000000');
  await press('Confirm', other.page);
  await other.page.getByText('The code is not right, or too old.').waitFor();
  await expectAccessible(other.page, 'asking for the second factor');
  await other.page.getByLabel('Code of your second factor').fill(codeNow(key));
  await press('Confirm', other.page);
  await other.page.getByRole('heading', { name: 'Incidents' }).waitFor();
  const noted = (await hub.api('GET', '/audit?action=person')).data;
  const actions = noted.map(({ action }: { action: string }) => action);
  expect(actions).toContain('person.second_factor_failed');
});

test('a backup code signs in, new ones replace it, and the second factor is switched off', async () => {
  const other = await newPage();
  await signInWith(other.page, ada.email, NEW_PASSWORD);
  await other.page.getByLabel('Code of your second factor').fill(backupCodes[0] ?? '');
  await press('Confirm', other.page);
  await other.page.getByRole('heading', { name: 'Incidents' }).waitFor();
  await press('New backup codes');
  await typeInto('Your password', NEW_PASSWORD);
  await press('Make new codes');
  await page.getByText('Backup codes, shown this once').waitFor();
  const codes = await page.getByRole('dialog').locator('pre').textContent();
  expect(codes).not.toContain(backupCodes[1]);
  await press('I have kept them');
  await press('Switch off');
  await typeInto('Your password', NEW_PASSWORD);
  await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click();
  await page.getByText(/^Off: whoever learns/).waitFor();
});

test('sessions are listed, and one of them is ended from here', async () => {
  await page.goto(`${hub.url}/settings/sessions`);
  await page.getByText('This one').waitFor();
  const rows = page.getByRole('row');
  const before = await rows.count();
  expect(before).toBeGreaterThan(2);
  await page
    .getByRole('button', { name: /^End Chrome/ })
    .first()
    .click();
  await expect.poll(() => rows.count()).toBe(before - 1);
  await press('End all others');
  await expect.poll(() => rows.count()).toBe(2);
  await expectAccessible(page, 'sessions');
});

test('a forgotten password: the answer tells nothing, the mailed link sets a new one once', async () => {
  const guest = (await newPage()).page;
  await guest.goto(`${hub.url}/sign-in`);
  await guest.getByRole('link', { name: 'Forgotten password' }).click();
  for (const email of ['nobody@shop.example', ada.email]) {
    await guest.goto(`${hub.url}/reset-password`);
    await typeInto('E-mail', email, guest);
    await press('Mail me a link', guest);
    await guest.getByText(`If there is an account for ${email}, a link is on its way`).waitFor();
  }
  const link = await mailedLink(ada.email, 'reset-password');
  expect(JSON.stringify(mailbox.letters)).not.toContain('nobody@');
  await guest.goto(link);
  await guest.getByRole('heading', { name: 'New password' }).waitFor();
  await typeInto('New password', ada.email, guest);
  await press('Change password', guest);
  await guest.getByText(/^Expected/).waitFor();
  await expectAccessible(guest, 'a new password');
  await typeInto('New password', PASSWORD, guest);
  await press('Change password', guest);
  await guest.getByText('The password is changed').waitFor();
  await guest.getByRole('link', { name: 'Back to the sign-in' }).click();
  await signIn(guest, ada);
  await guest.getByRole('heading', { name: 'Incidents' }).waitFor();
  const late = (await newPage()).page;
  await late.goto(link);
  await typeInto('New password', NEW_PASSWORD, late);
  await press('Change password', late);
  await late.getByText('The link was used already or is too old').waitFor();
});

/** Invites an address; the link that is shown, not the mailed one. */
async function invite(email: string, tenant = 'default'): Promise<string> {
  const role = 'responder';
  const made = await hub.operator(tenant, 'POST', '/invitations', { email, role });
  return (made as { url: string }).url.replace(/^http:\/\/[^/]+/, hub.url);
}

test('an invitation is accepted in a second browser by its mailed link', async () => {
  await invite('cleo@shop.example');
  const cleo = (await newPage()).page;
  await cleo.goto(await mailedLink('cleo@shop.example', 'invitation'));
  await cleo.getByText('Works on incidents: takes, snoozes, resolves.').waitFor();
  await expectAccessible(cleo, 'an invitation');
  await typeInto('Your name', 'Cleo', cleo);
  await typeInto('Password', PASSWORD, cleo);
  await press('Join Default', cleo);
  await cleo.getByRole('heading', { name: 'Incidents' }).waitFor();
  const used = (await newPage()).page;
  await used.goto(await mailedLink('cleo@shop.example', 'invitation'));
  await used.getByText('This invitation is no longer good').waitFor();
});

test('who has an account signs in on the page of the invitation, whoever was signed in before', async () => {
  await hub.operator('default', 'POST', '/tenants', { slug: 'second', name: 'Second' });
  const link = await invite('cleo@shop.example', 'second');
  const shared = (await newPage()).page;
  await goAs(shared, hub, ada, '/incidents');
  await shared.getByRole('heading', { name: 'Incidents' }).waitFor();
  await shared.goto(link);
  await shared.getByText(`You are signed in as ${ada.email}.`).waitFor();
  expect(await shared.getByLabel('E-mail').inputValue()).toBe('cleo@shop.example');
  await typeInto('Password', PASSWORD, shared);
  await press('Sign in', shared);
  await shared.getByRole('heading', { name: 'Incidents' }).waitFor();
  await shared.getByRole('button', { name: 'Second' }).waitFor();
  expect(new URL(shared.url()).search).not.toContain('token');
});

test('who is a member of nothing is told so, and may accept an invitation', async () => {
  await addPerson(hub, 'Finn', 'viewer', 'second');
  await hub.sql(`delete from members where email = 'finn@shop.example'`);
  const finn = (await newPage()).page;
  await goAs(finn, hub, { name: 'Finn', email: 'finn@shop.example' }, '/incidents');
  await finn.getByText('You are signed in, but a member of no tenant.').waitFor();
  await expectAccessible(finn, 'no tenant');
  await finn.goto(await invite('finn@shop.example'));
  await press('Join Default', finn);
  await finn.getByRole('heading', { name: 'Incidents' }).waitFor();
});

test('an API key shows what it may do, and one that only sends is refused in words', async () => {
  const made = await hub.api('POST', '/api-keys', { name: 'wall', scope: 'viewer' });
  const sender = await hub.api('POST', '/api-keys', { name: 'in', scope: 'ingest' });
  const wall = (await newPage()).page;
  await wall.goto(`${hub.url}/sign-in`);
  await press('Use an API key instead', wall);
  await wall.getByRole('textbox', { name: 'API key' }).fill(sender.key);
  await press('Sign in', wall);
  await wall.getByText('This key may only send alerts, not look at them.').waitFor();
  await wall.getByRole('textbox', { name: 'API key' }).fill(made.key);
  await press('Sign in', wall);
  await wall.getByRole('button', { name: /theme and account/ }).click();
  await wall.getByText('API key · viewer').waitFor();
  await wall.goto(`${hub.url}/settings`);
  const parts = wall.getByRole('navigation', { name: 'Parts of the settings' });
  await parts.getByRole('link', { name: 'People' }).waitFor();
  expect(await parts.getByRole('link', { name: /API keys|My account|Audit/ }).count()).toBe(0);
});

test('no script failed, and the policy held', () => {
  expect(faults.flat()).toEqual([]);
});
