import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage, settled, type WatchedPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';
import { OF_COLOURS } from './scan.ts';

let hub: BrowserHub;
let browser: Browser;
let places: Record<string, string>;

beforeAll(async () => {
  [hub, browser] = await Promise.all([openBrowserHub(), launchBrowser()]);
  const labels = { service: 'redis', region: 'eu' };
  const description = '**Full.** See https://example.com';
  const alert = { title: 'Disk full', severity: 'critical', external_id: 'a', labels, description };
  await hub.sendAlert(alert);
  await hub.sendAlert({ title: 'Queue stuck', severity: 'warning', external_id: 'b' });
  const [incident] = (await hub.api('GET', '/incidents?q=disk')).data;
  const [found] = (await hub.api('GET', '/alerts?q=disk')).data;
  await hub.api('POST', `/incidents/${incident.id}/acknowledge`, {});
  await hub.api('POST', `/incidents/${incident.id}/comment`, { text: 'On it: `df -h`' });
  places = {
    list: '/incidents',
    'no match': '/incidents?q=nothing-like-it',
    incident: `/incidents/${incident.id}`,
    alerts: '/alerts',
    alert: `/alerts/${found.id}`,
    'lost incident': '/incidents/inc_none',
    'lost page': '/settings/nothing/like/it',
  };
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

/** What axe finds in both themes. The page follows the system's, so it is not loaded anew. */
async function violations(page: Page) {
  const found: unknown[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
    // Two frames, until every colour is the new one.
    await page.evaluate(
      'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
    );
    // There are no frames; without looking for them it takes a third of the time.
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    const result = await (colorScheme === 'light' ? axe : axe.withRules(OF_COLOURS)).analyze();
    for (const { id, impact, nodes } of result.violations) {
      found.push({ id, impact, colorScheme, at: nodes.map(({ html }) => html) });
    }
  }
  return found;
}

describe.each([1440, 390])('at %d px', (width) => {
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    watched = await openPage(browser, { viewport: { width, height: 850 } });
    page = watched.page;
  });
  afterAll(() => page.context().close());

  test('axe finds nothing on any page, in either theme', async () => {
    await page.goto(`${hub.url}/sign-in`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await violations(page), 'sign-in').toEqual([]);
    await page.evaluate(`sessionStorage.setItem('tocsin-api-key', '${hub.apiKey}')`);
    for (const [name, path] of Object.entries(places)) {
      await page.goto(hub.url + path);
      await page.locator('main h1, main h2').first().waitFor();
      await settled(page);
      expect(await violations(page), name).toEqual([]);
    }
  });

  test('axe finds nothing with palette, help or a dialog open', async () => {
    await page.goto(`${hub.url}/incidents`);
    await page.getByRole('row', { name: /Queue stuck/ }).waitFor();
    await page.keyboard.press('j');
    for (const key of ['Control+k', '?', 's', 'i', 'm', 'c', 'n']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      expect(await violations(page), `dialog of ${key}`).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });

  test('no script failed, and the policy held', () => {
    expect(watched.faults).toEqual([]);
  });
});
