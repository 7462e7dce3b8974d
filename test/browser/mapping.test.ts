import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPage, PATIENCE, type WatchedPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';
import { expectAccessible } from './scan.ts';

let hub: BrowserHub;
let browser: Browser;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  [hub, browser] = await Promise.all([openBrowserHub(), launchBrowser()]);
  watched = await openPage(browser);
  page = watched.page;
  await page.addInitScript(`sessionStorage.setItem('tocsin-api-key', '${hub.apiKey}')`);
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const field = (label: string) => page.getByRole('textbox', { name: label, exact: true });
const outcome = () => page.getByRole('region', { name: 'What the sample becomes' });

const BODY = {
  events: [
    { check: 'Disk', host: 'web-01', state: 'ALERT', level: 'critical' },
    { check: 'CPU', host: 'web-02', state: 'OK', level: 'warning' },
  ],
};

async function addMapped(): Promise<void> {
  await page.goto(`${hub.url}/integrations/new`);
  await page.getByRole('searchbox', { name: 'Search tools' }).fill('transform');
  await button(/^Any JSON, mapped/).click();
  await button('Create integration').click();
  await page.getByRole('heading', { name: 'Mapping' }).waitFor();
}

test('a new integration begins with a mapping that is tried while it is typed', async () => {
  await addMapped();
  await outcome().getByText('One alert.').waitFor();
  await outcome().getByText('Queue is long').waitFor();
  await field('A body to try it on').fill(JSON.stringify(BODY, null, 2));
  await page.getByText('Empty: No such key: title').waitFor();
  await field('Alerts').fill('body.events');
  await page.getByText('2 alerts', { exact: true }).waitFor();
  await field('Title').fill('item.check + " on " + item.host');
  await field('Identity').fill('item.host + ":" + item.check');
  await field('Resolved').fill('item.state == "OK"');
  await field('Severity').fill('item.level');
  await field('Description').fill('item.text');
  await outcome().getByText('Disk on web-01').waitFor();
  await outcome().getByText('Resolves · medium · identity web-02:CPU').waitFor();
  await page.getByText('Empty: No such key: text').waitFor();
  await button('Add a label').click();
  await field('Name of label 1').fill('host');
  await field('Expression of label 1').fill('item.host');
  await outcome().getByText('host=web-01').waitFor();
  await expectAccessible(page, 'mapping editor');
});

test('what cannot be read is said at its field, and is not saved', async () => {
  await field('Service').fill('item.(');
  await expect.poll(() => field('Service').getAttribute('aria-invalid'), PATIENCE).toBe('true');
  await button('Save mapping').click();
  await page.getByRole('alert').filter({ hasText: 'cannot be used' }).waitFor();
  await field('Service').fill('');
  await field('A body to try it on').fill('{"events": [');
  await page.getByText('No JSON yet').waitFor();
  await outcome().getByText('as soon as the sample can be read').waitFor();
});

test('a saved mapping makes alerts of what comes, and its page begins with that', async () => {
  await button('Save mapping').click();
  await button('Saved').waitFor();
  const url = await page.locator('code', { hasText: '/webhooks/mapped/' }).first().textContent();
  const reply = await fetch(url ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${hub.apiKey}` },
    body: JSON.stringify(BODY),
  });
  expect(await reply.json()).toMatchObject({ received: 2, incidents_opened: 1 });
  const { data } = await hub.api('GET', '/integrations');
  const { id } = data.find(({ format }: { format: string }) => format === 'mapped');
  await page.goto(`${hub.url}/integrations/${id}`);
  await button('Saved').waitFor();
  expect(await field('Title').inputValue()).toBe('item.check + " on " + item.host');
  expect(await field('Name of label 1').inputValue()).toBe('host');
});

test('without a mapping the last body that came is the sample', async () => {
  await addMapped();
  const { data } = await hub.api('GET', '/integrations');
  const { id } = data.findLast(({ format }: { format: string }) => format === 'mapped');
  const url = await page.locator('code', { hasText: '/webhooks/mapped/' }).first().textContent();
  const reply = await fetch(url ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${hub.apiKey}` },
    body: '{"problem": {"name": "Tape is full"}}',
  });
  expect(reply.status).toBe(200);
  await expect
    .poll(async () => (await hub.api('GET', `/integrations/${id}/receipts`)).data.length, PATIENCE)
    .toBe(1);
  await page.goto(`${hub.url}/integrations/${id}`);
  await page.getByText('The last one that came in').waitFor();
  expect(await field('A body to try it on').inputValue()).toContain('Tape is full');
});

test('on a phone it fits, too', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('heading', { name: 'Mapping' }).waitFor();
  const isWide = 'document.documentElement.scrollWidth > window.innerWidth';
  expect(await page.evaluate(isWide)).toBe(false);
  await expectAccessible(page, 'mapping editor on a phone');
  expect(watched.faults).toEqual([]);
});
