import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { spanWords } from '../../web/analytics/words.ts';
import { launchBrowser, openPage, PATIENCE, type WatchedPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';

let hub: BrowserHub;
let browser: Browser;
let watched: WatchedPage;
let page: Page;

const FORMULA = '=HYPERLINK("https://evil.example","Invoice")';

beforeAll(async () => {
  [hub, browser] = await Promise.all([openBrowserHub(), launchBrowser()]);
  await seed();
  watched = await openPage(browser);
  page = watched.page;
  await page.addInitScript(`sessionStorage.setItem('tocsin-api-key', '${hub.apiKey}')`);
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

/** Six incidents about two services; one is merged away, one is of the day before yesterday. */
async function seed() {
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const send = (external_id: string, service: string, more: object = {}) =>
    hub.sendAlert({
      external_id,
      title: external_id,
      severity: 'warning',
      started_at: ago(10),
      labels: { service },
      ...more,
    });
  await send('slow', 'search', { severity: 'critical' });
  await send('slower', 'search');
  await send('down', 'search');
  await send('declined', 'payments', { severity: 'critical' });
  await send('old', 'payments');
  await send('formula', 'payments', { title: FORMULA });
  for (let repeat = 0; repeat < 6; repeat++) await send('formula', 'payments', { title: FORMULA });
  const id = async (words: string) => (await hub.api('GET', `/incidents?q=${words}`)).data[0].id;
  await hub.api('POST', `/incidents/${await id('slower')}/acknowledge`, {});
  await hub.api('POST', `/incidents/${await id('declined')}/acknowledge`, {});
  await hub.api('POST', `/incidents/${await id('declined')}/resolve`, {});
  const slow = (await hub.api('GET', '/incidents?severity=critical&q=slow')).data[0].id;
  await hub.api('POST', `/incidents/${slow}/merge`, { sources: [await id('down')] });
  const values = [new Date(Date.now() - 50 * 3_600_000), await id('old')];
  await hub.sql('update incidents set created_at = $1 where incident_id = $2', values);
}

/** The same week as the page asks for: nothing is older than it. */
async function summary(by: string) {
  const from = new Date(Date.now() - 6 * 86_400_000).toISOString();
  return hub.api('GET', `/analytics/summary?by=${by}&from=${from}`);
}

async function open(path = '/analytics') {
  await page.goto(hub.url + path);
  await page.getByRole('heading', { name: 'Where does it break?' }).waitFor();
}

const card = (name: string) => page.getByRole('region', { name, exact: true });

test('the figures are those of the API', async () => {
  await open();
  const { totals, excluded } = await summary('service');
  expect(totals).toMatchObject({ incidents: 5, open: 4, acknowledged: 2, closed: 1 });
  expect(excluded.merged).toBe(1);
  const figure = async (name: string) => {
    const of = page.locator('dl > div').filter({ has: page.getByText(name, { exact: true }) });
    return of.locator('dd').allTextContents();
  };
  expect(await figure('Incidents')).toEqual(['5', '4 are still open']);
  expect(await figure('Mean time to acknowledge')).toEqual([
    spanWords(totals.mtta.mean_ms),
    `Median ${spanWords(totals.mtta.median_ms)}, 90 % within ${spanWords(totals.mtta.p90_ms)}; of 2 acknowledged`,
  ]);
  expect((await figure('Mean time to resolve'))[0]).toBe(spanWords(totals.mttr.mean_ms));
  expect((await figure('Noise reduction'))[0]).toBe(`${totals.noise_reduction_pct} %`);
  await page.getByText('Not counted: 1 incident merged into others.').waitFor();
});

test('bars say their numbers, and lead to the incidents they count', async () => {
  await open();
  const bars = card('Where does it break?').getByRole('link');
  expect((await bars.allTextContents()).sort()).toEqual(['payments3', 'search2']);
  await bars.filter({ hasText: 'payments' }).click();
  await page.getByRole('row', { name: /declined/ }).waitFor();
  const rows = await page.getByRole('row', { name: /payments/ }).allTextContents();
  expect(rows).toHaveLength(3);
  await page.goBack();
  await card('Where does it break?').waitFor();
});

test('a chart is one stop of Tab; arrows move in it and Enter opens', async () => {
  await open();
  const chart = card('How many incidents?').getByRole('link');
  await expect.poll(() => chart.count(), PATIENCE).toBe(2);
  await page.getByRole('button', { name: 'CSV: How many incidents?' }).focus();
  await page.keyboard.press('Tab');
  const focused = () => page.evaluate('document.activeElement.getAttribute("aria-label")');
  expect(await focused()).toMatch(/: 1 incident$/);
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toMatch(/: 4 incidents$/);
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toMatch(/: 4 incidents$/);
  await page.keyboard.press('ArrowLeft');
  expect(await focused()).toMatch(/: 1 incident$/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: /declined/ }).waitFor();
  expect(page.url()).toMatch(/\/incidents\?show=all&from=.+&to=.+/);
});

test('behind each chart is its table', async () => {
  await open();
  const tools = page.getByRole('button', { name: /^Table:/ });
  await expect.poll(() => tools.count(), PATIENCE).toBe(9);
  const count = await tools.count();
  for (const tool of await tools.all()) await tool.click();
  expect(await page.getByRole('table').count()).toBe(count);
  const rows = await card('Where does it break?').locator('tbody tr').all();
  const cells = await Promise.all(
    rows.map(async (row) => (await row.locator('td').allTextContents()).slice(0, 4)),
  );
  const { groups } = await summary('service');
  expect(cells).toEqual(
    groups.map(
      (group: { label: string; incidents: number; open: number; acknowledged: number }) => [
        group.label,
        String(group.incidents),
        String(group.open),
        String(group.acknowledged),
      ],
    ),
  );
});

async function downloaded(title: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: `CSV: ${title}` }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^tocsin-[a-z0-9-]+\.csv$/);
  return readFile(await download.path(), 'utf8');
}

test('CSV has the same figures, and runs no formula', async () => {
  await open();
  const services = await downloaded('Where does it break?');
  const [head, ...lines] = services
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n');
  expect(head).toMatch(/^service,incidents,open,acknowledged,mtta_mean_s,/);
  const { groups } = await summary('service');
  expect(lines.map((line) => line.split(',').slice(0, 4))).toEqual(
    groups.map(
      (group: { label: string; incidents: number; open: number; acknowledged: number }) => [
        group.label,
        String(group.incidents),
        String(group.open),
        String(group.acknowledged),
      ],
    ),
  );
  const noisy = await downloaded('Which alerts are the noisiest?');
  expect(noisy.split('\r\n')[1]).toMatch(
    /^"'=HYPERLINK\(""https:\/\/evil\.example"",""Invoice""\)",payments,7,/,
  );
});

test('the period is in the address, chosen from the list or by key', async () => {
  await open();
  await page.getByLabel('Period').selectOption('30d');
  await expect.poll(() => page.url()).toBe(`${hub.url}/analytics?period=30d`);
  await page.getByRole('heading', { name: 'At what time of day?' }).waitFor();
  await page.locator('h1').click();
  await page.keyboard.press('4');
  await expect.poll(() => page.url()).toBe(`${hub.url}/analytics?period=90d`);
  await page.getByRole('heading', { name: 'Where does it break?' }).waitFor();
  expect(await page.getByRole('heading', { name: 'At what time of day?' }).count()).toBe(0);
});

test('where nothing happened, the page says what to do', async () => {
  const made = (await hub.operator('default', 'POST', '/tenants', {
    slug: 'quiet',
    name: 'Quiet',
  })) as { api_key: string };
  const quiet = await openPage(browser);
  await quiet.page.addInitScript(`sessionStorage.setItem('tocsin-api-key', '${made.api_key}')`);
  await quiet.page.goto(`${hub.url}/analytics`);
  await quiet.page.getByRole('heading', { name: 'Nothing happened' }).waitFor();
  await quiet.page.getByRole('link', { name: 'See who sends alerts' }).waitFor();
  expect(quiet.faults).toEqual([]);
  await quiet.page.context().close();
});

const LOOKS = [
  ['light', 1440],
  ['dark', 1440],
  ['light', 390],
  ['dark', 390],
] as const;

describe.each(LOOKS)('in the %s theme at %d px', (colorScheme, width) => {
  test('axe finds nothing, with charts and with tables, and nothing is wider than the page', async () => {
    const viewport = { width, height: 850 };
    const looked = await openPage(browser, { colorScheme, viewport });
    await looked.page.addInitScript(`sessionStorage.setItem('tocsin-api-key', '${hub.apiKey}')`);
    await looked.page.goto(`${hub.url}/analytics`);
    await looked.page.getByRole('heading', { name: 'Where does it break?' }).waitFor();
    const violations = async () =>
      (await new AxeBuilder({ page: looked.page }).analyze()).violations.map(({ id, nodes }) => ({
        id,
        at: nodes.map(({ html }) => html),
      }));
    expect(await violations()).toEqual([]);
    for (const tool of await looked.page.getByRole('button', { name: /^Table:/ }).all()) {
      await tool.click();
    }
    expect(await violations()).toEqual([]);
    expect(await looked.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(looked.faults).toEqual([]);
    await looked.page.context().close();
  });
});

test('nothing broke the content security policy, and no script failed', () => {
  expect(watched.faults).toEqual([]);
});
