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
  const labels = { service: 'mail', queue: 'mail; reboot' };
  await hub.sendAlert({ title: 'Queue is long', severity: 'warning', external_id: 'q', labels });
  watched = await openPage(browser);
  page = watched.page;
  await page.addInitScript(`sessionStorage.setItem('tocsin-api-key', '${hub.apiKey}')`);
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

const document = () => page.getByRole('textbox', { name: 'Document' });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const change = async (from: string, to: string) =>
  document().fill((await document().inputValue()).replace(from, to));
const recipe = (slug: string) => hub.api('GET', `/recipes/${slug}`);

test('one of the starter set says what it does, is switched off, and copied', async () => {
  await page.goto(`${hub.url}/recipes`);
  await page.getByText('You have none of your own yet').waitFor();
  await page.getByRole('searchbox').fill('journal');
  await expect.poll(() => page.getByRole('row').count(), PATIENCE).toBe(2);
  await expectAccessible(page, 'recipes');
  await page.getByRole('link', { name: 'Trim the system journal' }).click();
  await page.getByRole('heading', { name: 'Trim the system journal' }).waitFor();
  // Arguments stand apart, as the host gets them.
  await page.getByText('--vacuum-size=500M', { exact: true }).waitFor();
  await expectAccessible(page, 'a recipe');
  await button('Switch off').click();
  await page.getByText('It is off: no incident is offered it.').waitFor();
  expect((await recipe('journal-vacuum')).enabled).toBe(false);
  await button('Copy as own').click();
  await page.getByText('Saving makes the recipe “my-journal-vacuum”.').waitFor();
  await button('Save').click();
  await page.getByText("Version 1 of 'Trim the system journal' was saved").waitFor();
  expect(await recipe('my-journal-vacuum')).toMatchObject({ built_in: false, version: 1 });
});

test('faults are told while typing, lead to their place, and a dry run says what would run', async () => {
  await page.goto(`${hub.url}/recipes/new`);
  await page.getByText('It fits 1 of the one incident there is.').waitFor();
  // What is no queue's name is not bound.
  await page.getByText('missing: what is at alert.labels.queue').waitFor();
  await change('pattern: "[a-z][a-z0-9_-]{0,39}"', 'max_length: 40');
  await page.getByText('mail; reboot', { exact: true }).waitFor();
  await page.getByText('The command', { exact: true }).click();
  await page.getByRole('listitem').getByText('--queue=mail; reboot', { exact: true }).waitFor();
  await change('kind: command', 'kind: comand');
  await change('risk: none', 'risk: nothing');
  await page.getByText('2 faults').waitFor();
  expect(await button('Save').isDisabled()).toBe(true);
  await expectAccessible(page, 'a recipe with faults');
  await page.getByRole('button', { name: /^Line 22, column/ }).click();
  const around = await document().evaluate(
    (field: { value: string; selectionStart: number }) =>
      field.value.slice(0, field.selectionStart).split('\n').length,
  );
  expect(around).toBe(22);
});

test('what is not saved is not lost by going away, nor by others who save meanwhile', async () => {
  await page.getByRole('link', { name: 'Rules' }).first().click();
  await page.getByRole('heading', { name: 'Leave without saving?' }).waitFor();
  await button('Stay').click();
  expect(await document().inputValue()).toContain('risk: nothing');
  await page.getByRole('link', { name: 'Rules' }).first().click();
  await button('Leave').click();
  await page.getByRole('heading', { name: 'Rules', exact: true }).waitFor();
  await page.goto(`${hub.url}/recipes/my-journal-vacuum/edit`);
  await change('Trim the system journal', 'Trim our journal');
  await page.getByText('Saving makes version 2').waitFor();
  const { text } = await recipe('my-journal-vacuum');
  await hub.api('POST', '/recipes', { text: `${text}# theirs\n` });
  await page.keyboard.press('Control+s');
  await page.getByText('Somebody saved version 2 meanwhile.').waitFor();
  await button('Save mine as version 3').click();
  await page.getByRole('heading', { name: 'Trim our journal' }).waitFor();
  await page.getByRole('list', { name: 'Versions' }).getByText('Version 1').click();
  await page.getByText('This is how version 1 was.').waitFor();
  await page.getByRole('heading', { name: 'Trim the system journal' }).waitFor();
});

test('one whose runs failed too often says so, and an admin lets it run again', async () => {
  await hub.sql(`insert into remediation_breakers (tenant_id, recipe_slug, failures, opened_at)
    values ('ten_default', 'my-journal-vacuum', 3, now())`);
  await page.goto(`${hub.url}/recipes`);
  await page.getByRole('row', { name: /Trim our journal failed too often/ }).waitFor();
  await page.getByRole('link', { name: 'Trim our journal' }).click();
  await button('Let it run again').click();
  await page.getByText('Its last runs failed').waitFor({ state: 'detached' });
  expect((await hub.api('GET', '/remediation/modes')).open_circuits).toEqual([]);
});

test('an own one is deleted; who may not change them sees them only', async () => {
  await page.goto(`${hub.url}/recipes/my-journal-vacuum`);
  await button('Delete').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('You have none of your own yet').waitFor();
  const { key } = await hub.api('POST', '/api-keys', { name: 'reads', scope: 'viewer' });
  const theirs = await openPage(browser);
  await theirs.page.addInitScript(`sessionStorage.setItem('tocsin-api-key', '${key}')`);
  await theirs.page.goto(`${hub.url}/recipes/journal-vacuum`);
  await theirs.page.getByText('Low risk').waitFor();
  expect(await theirs.page.getByRole('button', { name: /Copy as own|Switch/ }).count()).toBe(0);
  await theirs.page.goto(`${hub.url}/recipes/new`);
  await theirs.page.getByText('There is nothing here').waitFor();
  expect([...watched.faults, ...theirs.faults]).toEqual([]);
});
