import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeReceiver, startReceiver } from '../fake-receiver.ts';
import { launchBrowser, openPage, PATIENCE, type WatchedPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';
import { expectAccessible } from './scan.ts';

let hub: BrowserHub;
let browser: Browser;
let receiver: FakeReceiver;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  [hub, browser, receiver] = await Promise.all([
    openBrowserHub({ OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8' }),
    launchBrowser(),
    startReceiver({ answer: { status: 200, body: '{"message":"Restarted"}' } }),
  ]);
  watched = await openPage(browser);
  page = watched.page;
  await page.addInitScript(`sessionStorage.setItem('tocsin-api-key', '${hub.apiKey}')`);
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
  await receiver?.close();
});

const button = (name: string, within: Page | Locator = page) =>
  within.getByRole('button', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const actions = async () => (await hub.api('GET', '/custom-actions')).data;

test('an action is added beside the webhooks, for one service, and shows its secret', async () => {
  await hub.api('POST', '/services', { name: 'shop' });
  await page.goto(`${hub.url}/webhooks`);
  await page.getByRole('link', { name: 'Custom actions' }).click();
  await page.getByRole('heading', { name: 'No buttons yet' }).waitFor();
  await expectAccessible(page, 'no actions');
  await button('Add action').first().click();
  await dialog().getByLabel('Name').fill('Restart');
  await dialog().getByLabel('URL').fill('http://10.0.0.1/');
  await dialog()
    .getByLabel('Offered on', { exact: true })
    .selectOption({ label: 'Incidents of shop' });
  await expectAccessible(page, 'new action');
  await button('Add action', dialog()).click();
  await dialog()
    .getByText(/Expected a URL that may be called: /)
    .waitFor();
  await dialog().getByLabel('URL').fill(`${receiver.url}/restart`);
  await button('Add action', dialog()).click();
  await dialog().getByText('It is shown this once').waitFor();
  await button('I have put it in its place', dialog()).click();
  await page.getByRole('heading', { name: /shop 1 of 5/ }).waitFor();
  await expectAccessible(page, 'actions');
});

test('it is tried on an incident, and its answer is shown', async () => {
  await button('Try Restart').click();
  await dialog().getByText('There is no incident yet').waitFor();
  await page.keyboard.press('Escape');
  const labels = { service: 'shop' };
  await hub.sendAlert({ title: 'Disk full', severity: 'critical', external_id: 'd', labels });
  await expect.poll(async () => (await hub.api('GET', '/incidents')).data.length, PATIENCE).toBe(1);
  await button('Try Restart').click();
  await button('Run it', dialog()).click();
  await dialog().getByText('It ran').waitFor();
  await dialog().getByText('Restarted', { exact: true }).waitFor();
  const [sent] = await receiver.waitFor(1);
  expect(JSON.parse(String(sent?.body))).toMatchObject({ incident: { title: 'Disk full' } });
  await expectAccessible(page, 'tried action');
  await page.keyboard.press('Escape');
});

test('a sixth for the same incidents is refused with the reason', async () => {
  const [{ service }] = await actions();
  for (const name of ['B', 'C', 'D', 'E']) {
    await hub.api('POST', '/custom-actions', { name, url: receiver.url, service_id: service.id });
  }
  await page.reload();
  await page.getByRole('heading', { name: /shop 5 of 5/ }).waitFor();
  await button('Add action').click();
  await dialog().getByLabel('Name').fill('F');
  await dialog().getByLabel('URL').fill(receiver.url);
  const full = { label: 'Incidents of shop (has five already)' };
  await dialog().getByLabel('Offered on', { exact: true }).selectOption(full);
  await button('Add action', dialog()).click();
  await dialog().getByText('There are 5 actions for this service already.').waitFor();
  await button('Cancel', dialog()).click();
});

test('it is edited, its secret is rotated, and it is deleted by name', async () => {
  await button('Edit Restart').click();
  await dialog().getByLabel('Name').fill('Restart the shop');
  await button('Save', dialog()).click();
  await button('Rotate secret of Restart the shop').click();
  await button('Rotate secret', dialog()).click();
  await button('I have put it in its place', dialog()).click();
  await button('Delete Restart the shop').click();
  await dialog()
    .getByLabel(/Type its name/)
    .fill('Restart the shop');
  await button('Delete action', dialog()).click();
  await expect.poll(async () => (await actions()).length, PATIENCE).toBe(4);
  await page.getByRole('heading', { name: /shop 4 of 5/ }).waitFor();
});

test('nothing broke the content security policy, and no script failed', () => {
  expect(watched.faults).toEqual([]);
});
