import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPage, type WatchedPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';
import { addPerson, goAs } from './people.ts';
import { expectAccessible } from './scan.ts';

let hub: BrowserHub;
let browser: Browser;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  [hub, browser] = await Promise.all([openBrowserHub(), launchBrowser()]);
  const ada = await addPerson(hub, 'Ada', 'owner');
  await addPerson(hub, 'Bo Lindqvist', 'responder');
  watched = await openPage(browser);
  page = watched.page;
  await goAs(page, hub, ada, '/settings');
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

const dialog = () => page.getByRole('dialog');
const gone = (name: RegExp) => page.getByRole('row', { name }).waitFor({ state: 'detached' });
const there = (name: RegExp) => page.getByRole('row', { name }).waitFor();
const open = (part: string) => page.goto(`${hub.url}/settings/${part}`);
const choose = (label: string, value: string) =>
  page.getByLabel(label, { exact: true }).selectOption(value);

test('people: role with Undo, name, and the last owner is safe', async () => {
  await there(/^Ada \(me\) .* Owner/);
  expect(await page.getByLabel('Role of Ada').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Remove Ada' }).count()).toBe(0);
  await expectAccessible(page, 'people');
  const roleOf = async () =>
    (await hub.api('GET', '/members')).data.find(({ name }: { name: string }) => /^Bo/.test(name))
      .role;
  await page.getByLabel('Role of Bo Lindqvist').selectOption('admin');
  await expect.poll(roleOf).toBe('admin');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(roleOf).toBe('responder');
  await page.getByRole('button', { name: 'Rename Bo Lindqvist' }).click();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('Bo L.');
  await page.getByRole('button', { name: 'Rename', exact: true }).click();
  await there(/^Bo L\. /);
});

test('people: an invitation says what its role allows, shows its link once, and is withdrawn', async () => {
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  await page.getByLabel('E-mail').fill('cleo@shop.example');
  await choose('Role', 'viewer');
  await dialog().getByText('Reads everything, changes nothing.').waitFor();
  await expectAccessible(page, 'inviting');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await dialog().getByText('This hub sends no mail. Hand over this link yourself:').waitFor();
  expect(await dialog().locator('pre').textContent()).toMatch(/\/invitation#token=[\w-]{20,}$/);
  await page.getByRole('button', { name: 'Done' }).click();
  await there(/cleo@shop\.example Viewer Ada/);
  await page.getByRole('button', { name: 'Withdraw cleo@shop.example' }).click();
  await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await gone(/cleo@shop\.example/);
});

test('people: who is removed is out, and out of the history too if that is wanted', async () => {
  const cy = { name: 'Cy', email: 'cy@shop.example', role: 'viewer' };
  await hub.api('POST', '/members', cy);
  await page.reload();
  await page.getByRole('button', { name: 'Remove Cy' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await gone(/^Cy /);
  await page.getByRole('button', { name: 'Remove Bo L.' }).click();
  await dialog().getByLabel('Erase them from the history too').check();
  await expectAccessible(page, 'erasing a member');
  await page.getByRole('button', { name: 'Erase', exact: true }).click();
  await gone(/^Bo L\./);
  expect((await hub.api('GET', '/members')).data).toHaveLength(1);
});

test('the tenant: numbers that cannot be are refused at their field, the others are kept', async () => {
  await open('tenant');
  await page.getByLabel(/Quiet period/).fill('5');
  await page.getByLabel('Storm thresholds').fill('50, 20');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await page.getByText('Expected ascending numbers').waitFor();
  await page.getByLabel('Storm thresholds').fill('20, 50');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await page.getByText('The settings were saved').waitFor();
  const kept = { quiet_period_minutes: 5, storm_thresholds: [20, 50] };
  expect((await hub.api('GET', '/tenant')).settings).toEqual(kept);
  await page.getByLabel(/Quiet period/).fill('');
  await page.getByLabel(/^Let the language model/).uncheck();
  await page.getByRole('button', { name: 'Save settings' }).click();
  await expect
    .poll(async () => (await hub.api('GET', '/tenant')).settings)
    .toEqual({ storm_thresholds: [20, 50], triage_model: false });
});

test('the tenant: the webhook secret is looked at and rotated', async () => {
  const { webhook_secret: secret } = await hub.api('GET', '/tenant/webhook-secret');
  await page.getByRole('button', { name: 'Look at it' }).click();
  expect(await page.getByText(secret).count()).toBe(0);
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByText(secret).waitFor();
  await expectAccessible(page, 'the tenant');
  await page.getByRole('button', { name: 'Rotate' }).click();
  await page.getByRole('button', { name: 'Rotate secret' }).click();
  await dialog()
    .getByText(/It is shown this once/)
    .waitFor();
  await dialog().getByRole('button', { name: 'I have put it in its place' }).click();
  expect((await hub.api('GET', '/tenant/webhook-secret')).webhook_secret).not.toBe(secret);
});

test('a key is shown once, ends when it was said to, and is revoked', async () => {
  await open('api-keys');
  await page.getByRole('button', { name: 'Create key' }).click();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('ci');
  await choose('Scope', 'viewer');
  await choose('Ends', '30');
  await expectAccessible(page, 'a new key');
  await dialog().getByRole('button', { name: 'Create key' }).click();
  await dialog().getByRole('button', { name: 'Show' }).click();
  const key = await dialog().locator('code').textContent();
  const ask = () =>
    fetch(`${hub.url}/api/v1/credential`, { headers: { authorization: `Bearer ${key}` } });
  expect(await (await ask()).json()).toMatchObject({ scope: 'viewer' });
  await page.getByRole('button', { name: 'Done' }).click();
  await there(/^ci …\w{4}|^ci …/);
  const made = (await hub.api('GET', '/api-keys')).data.at(-1);
  const days = (Date.parse(made.expires_at) - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(30);
  await page.getByRole('button', { name: 'Revoke ci' }).click();
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await gone(/^ci …/);
  expect((await ask()).status).toBe(401);
});

test('a custom field is defined, changed and deleted', async () => {
  await open('fields');
  await page.getByText('No custom fields yet').waitFor();
  await page.getByRole('button', { name: 'Define a field' }).click();
  await page.getByLabel('Label').fill('Customer tier');
  await choose('Kind', 'single_select');
  await page.getByLabel('Options').fill('gold\nsilver');
  await choose('New incidents get', 'gold');
  await expectAccessible(page, 'a new field');
  await dialog().getByRole('button', { name: 'Define field' }).click();
  await there(/^Customer tier customer_tier One of a list gold, silver gold/);
  await page.getByRole('button', { name: 'Edit Customer tier' }).click();
  await page.getByLabel('Options').fill('gold\ngold');
  await page.getByRole('button', { name: 'Save' }).click();
  await dialog().getByText('Expected options that differ').waitFor();
  await page.getByLabel('Options').fill('gold\nbronze');
  await page.getByRole('button', { name: 'Save' }).click();
  await there(/gold, bronze/);
  const [field] = (await hub.api('GET', '/custom-fields')).data;
  expect(field).toMatchObject({ options: ['gold', 'bronze'], default_value: 'gold' });
  await page.getByRole('button', { name: 'Delete Customer tier' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByText('No custom fields yet').waitFor();
});

test('the audit log is asked of the hub, and a change reads field by field', async () => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/audit')) asked.push(new URL(request.url()).search);
  });
  await open('audit');
  await choose('What', 'tenant');
  await page
    .getByRole('row', { name: /Tenant updated/ })
    .first()
    .waitFor();
  await gone(/Custom field/);
  expect(asked.at(-1)).toContain('action=tenant');
  await expectAccessible(page, 'the audit log');
  await page.getByRole('button', { name: 'Show Tenant updated' }).first().click();
  await dialog().getByRole('row', { name: 'settings › quiet period minutes 5 –' }).waitFor();
  await dialog().getByRole('button', { name: 'Everything done to it' }).click();
  await page.getByRole('button', { name: /Show all objects/ }).waitFor();
  await expect.poll(() => asked.at(-1)).toContain('target=ten_default');
  await page.reload();
  await page.getByRole('button', { name: /Show all objects/ }).click();
  await choose('Who', 'operator');
  await page.getByText('No entry matches').waitFor();
  await page.goBack();
});

test('remediation: a mode with Undo, and the kill switch is seen on every page', async () => {
  await open('remediation');
  await page.getByRole('textbox', { name: 'Host' }).fill('Web-01');
  await choose('Mode', 'audit');
  await page.getByRole('button', { name: 'Set mode' }).click();
  const modes = async () => (await hub.api('GET', '/remediation/modes')).modes;
  await page.getByLabel('Mode of host web-01').selectOption('live');
  await expect.poll(modes).toMatchObject([{ kind: 'host', subject: 'web-01', mode: 'live' }]);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(modes).toMatchObject([{ mode: 'audit' }]);
  await page.getByRole('textbox', { name: 'Why it is stopped' }).fill('Moving house');
  await page.getByRole('button', { name: 'Stop remediation' }).click();
  await page.getByText('Remediation is stopped: Moving house').waitFor();
  await expectAccessible(page, 'remediation that is stopped');
  await page.getByRole('link', { name: 'Alerts' }).first().click();
  await page.getByRole('link', { name: 'Kill switch' }).click();
  await page.getByRole('button', { name: 'Let it go on' }).click();
  await page.getByText('Remediation is stopped: Moving house').waitFor({ state: 'detached' });
  const log = page.getByRole('table', { name: 'Remediation log' });
  await log.getByRole('row', { name: /^5 .* Ada Remediation resumed/ }).waitFor();
  expect(await log.locator('tbody tr td:first-child').allTextContents()).toEqual([...'54321']);
  await page.getByRole('button', { name: 'Show entry 2, Mode set' }).click();
  await dialog()
    .getByText(/^[0-9a-f]{64}$/)
    .nth(1)
    .waitFor();
  await page.keyboard.press('Escape');
});

test('a runner is waited for until it has registered, and revoked', async () => {
  await open('runners');
  await page.getByText('No runners yet').waitFor();
  await page.getByRole('button', { name: 'Add runner' }).click();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('Web 1');
  await dialog().getByRole('textbox', { name: 'Host' }).fill('web-01');
  await page.getByRole('button', { name: 'Make its token' }).click();
  await page.getByText('Waiting for the runner').waitFor();
  await expectAccessible(page, 'a runner that is waited for');
  const line = await dialog().locator('pre').first().textContent();
  const token = /trr_[\w-]{43}/.exec(line ?? '')?.[0];
  const hash = 'a'.repeat(64);
  const about = { host: 'web-01', version: '1.0.0', allow_list_digest: hash };
  await hub.api('POST', '/runner/register', { token, credential_hash: hash, ...about });
  await dialog().getByText('It is here, and serves web-01').waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Revoke Web 1' }).click();
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await there(/^Web 1 web-01 Revoked/);
});

test('services: made with its people, refused when the name is taken, deleted', async () => {
  await hub.sendAlert({
    title: 'x',
    severity: 'info',
    external_id: 'x',
    labels: { service: 'redis' },
  });
  await page.goto(`${hub.url}/services`);
  await there(/redis/);
  await page.keyboard.press('n');
  await dialog().getByRole('textbox', { name: 'Name' }).fill('Payments');
  await page.getByLabel('Description').fill('Takes the money');
  await dialog().getByLabel(/^Ada/).check();
  await page.getByLabel('Hidden from status pages').check();
  await expectAccessible(page, 'a new service');
  await page.getByRole('button', { name: 'Make service' }).click();
  await there(/^Payments Takes the money Ada Hidden/);
  await page.getByRole('button', { name: 'Edit Payments' }).click();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('Redis');
  await page.getByRole('button', { name: 'Save' }).click();
  await dialog()
    .getByText(/There is a service 'Redis' already|There is a service/)
    .waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Delete Payments' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await gone(/^Payments/);
});

test('a viewer sees who is here and nothing of the rest, and the server refuses it', async () => {
  const vic = await addPerson(hub, 'Vic', 'viewer');
  const theirs = await openPage(browser);
  await goAs(theirs.page, hub, vic, '/settings');
  await theirs.page.getByRole('row', { name: /^Ada .* Owner/ }).waitFor();
  const parts = theirs.page.getByRole('navigation', { name: 'Parts of the settings' });
  for (const name of ['Tenant', 'API keys', 'Custom fields', 'Audit log']) {
    expect([name, await parts.getByRole('link', { name }).count()]).toEqual([name, 0]);
  }
  expect(await theirs.page.getByRole('button', { name: /Invite|Rename|Remove/ }).count()).toBe(0);
  await theirs.page.goto(`${hub.url}/settings/audit`);
  await theirs.page.getByText('There is nothing here').waitFor();
  const refused =
    await theirs.page.evaluate(`Promise.all(['audit', 'api-keys', 'tenant/webhook-secret']
    .map(async (path) => (await fetch('/api/v1/' + path)).status))`);
  expect(refused).toEqual([403, 403, 403]);
  expect([...watched.faults, ...theirs.faults]).toEqual([]);
});
