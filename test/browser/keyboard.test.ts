import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPage, PATIENCE, type WatchedPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';

let hub: BrowserHub;
let browser: Browser;
let watched: WatchedPage;
let page: Page;

const TITLES = ['Disk full', 'Queue stuck', 'Search slow', 'Login fails'];

beforeAll(async () => {
  [hub, browser] = await Promise.all([openBrowserHub(), launchBrowser()]);
  for (const title of TITLES) {
    await hub.sendAlert({ title, severity: 'warning', external_id: title });
  }
  watched = await openPage(browser);
  page = watched.page;
  await page.addInitScript(`sessionStorage.setItem('tocsin-api-key', '${hub.apiKey}')`);
  await page.goto(`${hub.url}/incidents`);
  await page.getByRole('row', { name: /Disk full/ }).waitFor();
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

const progressOf = async () =>
  Object.fromEntries(
    (await hub.api('GET', '/incidents')).data.map((row: { title: string; progress: string }) => [
      row.title,
      row.progress,
    ]),
  );

test('several are ticked by key and acknowledged at once; the others stay as they are', async () => {
  for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
  await page.getByText('2 selected').waitFor();
  await page.keyboard.press('a');
  await page.getByText('Acknowledged: 2 of 2').waitFor();
  expect(await progressOf()).toEqual({
    'Login fails': 'acknowledged',
    'Search slow': 'acknowledged',
    'Queue stuck': 'triggered',
    'Disk full': 'triggered',
  });
});

test('Undo takes back the whole of it', async () => {
  await page.keyboard.press('z');
  await expect
    .poll(async () => Object.values(await progressOf()), PATIENCE)
    .not.toContain('acknowledged');
  await page.keyboard.press('Escape');
});

test('a range is ticked, and a refusal is told by name', async () => {
  // Somebody else merges two of them while they are ticked here.
  for (const key of ['k', 'k', 'k', 'x', 'j', 'j', 'j', 'X']) await page.keyboard.press(key);
  await page.getByText('4 selected').waitFor();
  const rows = (await hub.api('GET', '/incidents')).data;
  const idOf = (title: string) => rows.find((row: { title: string }) => row.title === title).id;
  const body = { sources: [idOf('Disk full')] };
  await hub.api('POST', `/incidents/${idOf('Queue stuck')}/merge`, body);
  await page.keyboard.press('a');
  await page.getByText('Acknowledged: 3 of 4').waitFor();
  await page
    .getByRole('alert')
    .getByText(/Disk full: .*merged/)
    .waitFor();
  await page.keyboard.press('Escape');
});

test('the help lists the keys, and the palette finds a command and an incident', async () => {
  await page.keyboard.press('?');
  const help = page.getByRole('dialog');
  for (const word of ['Next incident', 'Acknowledge', 'Resolve', 'Snooze']) {
    await help.getByText(word, { exact: true }).first().waitFor();
  }
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search' }).fill('login');
  await page.getByRole('option', { name: /Login fails/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Login fails' }).waitFor();
});

test('a snooze is chosen by number, and what was typed in a field is no command', async () => {
  await page.keyboard.press('s');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('2');
  await page.getByRole('button', { name: 'Wake' }).first().waitFor();
  await page.keyboard.press('c');
  await page.keyboard.type('rather jaded');
  await expect
    .poll(() => page.getByLabel('Comment', { exact: true }).inputValue(), PATIENCE)
    .toBe('rather jaded');
  await page.reload();
  await expect
    .poll(() => page.getByLabel('Comment', { exact: true }).inputValue(), PATIENCE)
    .toBe('rather jaded');
  await page.getByLabel('Comment', { exact: true }).press('Control+Enter');
  await page.getByRole('listitem').getByText('rather jaded').waitFor();
});

test('the way back leads to the list as it was', async () => {
  await page.goto(`${hub.url}/incidents?show=acknowledged`);
  await page.getByRole('row', { name: /Search slow/ }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('toolbar', { name: 'What can be done' }).waitFor();
  await page.keyboard.press('u');
  await page.getByRole('row', { name: /Search slow/ }).waitFor();
  expect(page.url()).toBe(`${hub.url}/incidents?show=acknowledged`);
  expect(watched.faults).toEqual([]);
});
