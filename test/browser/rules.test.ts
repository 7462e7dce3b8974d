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

const SENT = 12;

beforeAll(async () => {
  [hub, browser] = await Promise.all([openBrowserHub(), launchBrowser()]);
  for (let number = 0; number < SENT; number++) {
    const labels = { team: number % 3 ? 'payments' : 'core', cluster: `c${number % 2}` };
    const title = `Disk ${number} nearly full`;
    await hub.sendAlert({ title, severity: 'warning', external_id: `d${number}`, labels });
  }
  const ada = await addPerson(hub, 'Ada', 'admin');
  watched = await openPage(browser);
  page = watched.page;
  await goAs(page, hub, ada, '/rules');
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

const field = (name: string | RegExp) => page.getByRole('textbox', { name });
const preview = () => page.getByRole('region', { name: 'Preview' });
const saved = async (): Promise<string[]> =>
  (await hub.api('GET', '/routing-rules')).data.map(
    ({ name, enabled }: { name: string; enabled: boolean }) => `${name} ${enabled ? 'on' : 'off'}`,
  );

async function makeRule(name: string, condition: string): Promise<void> {
  await page.getByRole('button', { name: 'New rule' }).click();
  await field('Name').fill(name);
  await field('When').fill(condition);
}

test('an empty list teaches, and a condition is wrong where it is wrong', async () => {
  await page.getByText('No rules yet').waitFor();
  await makeRule('Group payments', 'labels.team == "payments" && severty == "high"');
  await page.locator('pre mark', { hasText: /^severty$/ }).waitFor();
  await page.getByText('Unknown variable: severty').waitFor();
  await expectAccessible(page, 'a wrong condition');
  await field('When').fill('labels.team ==');
  await page.getByText('It ends too early').waitFor();
});

test('the preview tells what it would have matched, and what changes', async () => {
  await field('When').fill('labels.team == "payments"');
  await preview().getByText(`It would have matched 8 of the last ${SENT} alerts`).waitFor();
  expect(await page.locator('pre mark').count()).toBe(0);
  await field('Group by').fill('labels.cluster');
  // Four of core on their own, and two groups.
  await preview().getByRole('row', { name: 'Incidents opened 12 6' }).waitFor();
  await preview().getByRole('row', { name: 'Alerts grouped 0 8' }).waitFor();
  await preview().getByText('on its own → grouped by c1').first().waitFor();
  await expectAccessible(page, 'a preview');
  await field('Group by').fill('colour');
  await preview().getByText('Alerts cannot be grouped by this field.').waitFor();
  await field('Group by').fill('labels.cluster');
  await page.getByRole('button', { name: 'Save rule' }).click();
  await page.getByRole('link', { name: 'Group payments' }).waitFor();
});

test('a rule behind another one is told so', async () => {
  await makeRule('Silence all', 'true');
  await page.getByLabel('Suppress').check();
  await preview().getByText('for 8 of them an earlier rule decides').waitFor();
  await preview().getByRole('row', { name: 'Alerts suppressed 0 4' }).waitFor();
  await page.getByRole('button', { name: 'Save rule' }).click();
  await page.getByRole('link', { name: 'Silence all' }).waitFor();
  await makeRule('Critical ones', 'severity == "critical"');
  await page.getByRole('button', { name: 'Save rule' }).click();
  await page.getByRole('link', { name: 'Critical ones' }).waitFor();
  expect(await saved()).toEqual(['Group payments on', 'Silence all on', 'Critical ones on']);
});

test('rules are ordered by key and by button, and the focus stays with what is moved', async () => {
  await page.getByRole('link', { name: 'Critical ones' }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(saved).toEqual(['Critical ones on', 'Group payments on', 'Silence all on']);
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Critical ones');
  await page.getByRole('button', { name: 'Move Critical ones down' }).click();
  await expect.poll(saved).toEqual(['Group payments on', 'Critical ones on', 'Silence all on']);
  await expectAccessible(page, 'rules');
});

test('a rule that is switched off stays, and is compared with as if it were off', async () => {
  await page.getByLabel('Use Silence all').click();
  await expect.poll(saved).toContain('Silence all off');
  await page.getByRole('listitem').filter({ hasText: 'Off · suppressed' }).waitFor();
  await page.getByRole('link', { name: 'Silence all' }).click();
  await preview().getByRole('row', { name: 'Alerts suppressed 0 4' }).waitFor();
  await page.goBack();
  await page.getByLabel('Use Silence all').click();
  await expect.poll(saved).toContain('Silence all on');
});

test('a rule that is deleted is asked about first, and gone', async () => {
  await page.getByRole('button', { name: 'Delete Silence all' }).click();
  await page.getByRole('heading', { name: "Delete rule 'Silence all'" }).waitFor();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('link', { name: 'Silence all' }).waitFor({ state: 'detached' });
  expect(await saved()).toEqual(['Group payments on', 'Critical ones on']);
});

test('a viewer sees the rules and their order, and nothing to change them', async () => {
  const vic = await addPerson(hub, 'Vic', 'viewer');
  const theirs = await openPage(browser);
  await goAs(theirs.page, hub, vic, '/rules');
  await theirs.page.getByText('Group payments').waitFor();
  const list = theirs.page.getByRole('list', { name: 'Rules in order' });
  expect(await list.getByRole('button').count()).toBe(0);
  expect(await list.getByRole('checkbox').count()).toBe(0);
  expect(await theirs.page.getByRole('button', { name: 'New rule' }).count()).toBe(0);
  await theirs.page.goto(`${hub.url}/rules/new`);
  await theirs.page.getByText('There is nothing here').waitFor();
  expect([...watched.faults, ...theirs.faults]).toEqual([]);
});
