import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';

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
    lost: '/incidents/inc_none',
  };
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

async function violations(page: Page) {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, impact, nodes }) => ({ id, impact, at: nodes.map(({ html }) => html) }));
}

const LOOKS = [
  ['light', 1440],
  ['dark', 1440],
  ['light', 390],
  ['dark', 390],
] as const;

describe.each(LOOKS)('in the %s theme at %d px', (colorScheme, width) => {
  test('axe finds nothing on any page, with dialogs open, and no policy is broken', async () => {
    const viewport = { width, height: 850 };
    const { page, faults } = await openPage(browser, { colorScheme, viewport });
    await page.goto(`${hub.url}/sign-in`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await violations(page), 'sign-in').toEqual([]);
    await page.evaluate(`sessionStorage.setItem('tocsin-api-key', '${hub.apiKey}')`);
    for (const [name, path] of Object.entries(places)) {
      await page.goto(hub.url + path);
      await page.locator('main h1, main h2').first().waitFor();
      expect(await violations(page), name).toEqual([]);
    }
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
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
