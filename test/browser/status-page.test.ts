import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HubRig, openHubRig } from '../hub-rig.ts';
import { eventually } from '../scenarios/store/embedded-harness.ts';
import { launchBrowser, openPage } from './browser.ts';
import { OF_COLOURS } from './scan.ts';

const MINUTE = 60_000;
const stamp = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;

let hub: HubRig;
let browser: Browser;
let places: Record<string, string>;

/** A tenant with services; returns how to report about the first of them. */
async function fill(slug: string, names: readonly string[]) {
  const { apiKey } = await hub.createTenant(slug);
  const hooks: string[] = [];
  for (const name of names) {
    const made = await hub.api(apiKey, 'POST', '/services', { name });
    hooks.push(new URL(made.statushub_url).pathname);
  }
  return async (service: number, payload: object) => {
    const reply = await hub.post(hooks[service] ?? '', payload);
    if (reply.status >= 300) throw new Error(reply.text);
  };
}

beforeAll(async () => {
  [hub, browser] = await Promise.all([openHubRig(), launchBrowser()]);
  await fill('calm', ['Website', 'API']);
  const names = Array.from({ length: 38 }, (_, at) => `Service number ${at + 1}`);
  const tell = await fill('busy', [...names, `${'very-long-name-'.repeat(8)}end`, 'خدمة الدفع']);
  const now = Date.now();
  for (let at = 0; at < 20; at++) {
    const report = { id: `p${at}`, title: `Slow answers ${at}`, description: 'We <b>look</b>.' };
    const began = now - (at + 1) * 30 * 60 * MINUTE;
    const open = { state: 'investigating', status: at % 2 ? 'down' : 'degraded' };
    await tell(at, { ...report, ...open, start_time: stamp(began) });
    const closed = { state: 'resolved', status: 'up', start_time: stamp(began + 50 * MINUTE) };
    await tell(at, { ...report, ...closed });
  }
  const text = { description: 'We look into it.', start_time: stamp(now - MINUTE) };
  await tell(1, { ...text, title: 'Payments fail', state: 'identified', status: 'down' });
  await tell(39, { ...text, title: 'بطء في الخدمة', state: 'monitoring', status: 'degraded' });
  const window = { type: 'maintenance', description: 'A new switch.', status: 'degraded' };
  const ends = { end_time: stamp(now + 90 * MINUTE) };
  await tell(2, { ...window, ...ends, title: 'Under way', start_time: stamp(now - MINUTE) });
  await tell(3, { ...window, ...ends, title: 'To come', start_time: stamp(now + 30 * MINUTE) });
  const summary = () => hub.send('GET', '/status/busy/api/v2/summary.json');
  const { incidents } = await eventually(async () => {
    const { body } = await summary();
    expect(body.incidents).toHaveLength(2);
    expect(body.scheduled_maintenances).toHaveLength(2);
    expect((await hub.send('GET', '/status/calm')).status).toBe(200);
    return body;
  });
  places = {
    busy: '/status/busy',
    calm: '/status/calm',
    german: '/status/busy?lang=de',
    report: `/status/busy/reports/${incidents[0].id}`,
    month: `/status/busy/history/${new Date(now - MINUTE).toISOString().slice(0, 7)}`,
    lost: '/status/busy/reports/none',
    snippet: '/status/busy/embed.html',
  };
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

async function violations(page: Page, colorScheme: 'light' | 'dark') {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations: found } = await (colorScheme === 'light'
    ? axe
    : axe.withRules(OF_COLOURS)
  ).analyze();
  return found.map(({ id, impact, nodes }) => ({ id, impact, at: nodes.map(({ html }) => html) }));
}

const LOOKS = [
  ['light', 1440],
  ['dark', 1440],
  ['light', 390],
  ['dark', 390],
] as const;

describe.each(LOOKS)('in the %s theme at %d px', (colorScheme, width) => {
  test('axe finds nothing, nothing breaks the policy, and nothing is wider than the page', async () => {
    const { page, faults } = await openPage(browser, {
      colorScheme,
      viewport: { width, height: 850 },
    });
    for (const [name, path] of Object.entries(places)) {
      await page.goto(hub.base + path);
      expect(await violations(page, colorScheme), name).toEqual([]);
      const excess = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      expect(await page.evaluate(excess), name).toBe(0);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('without scripts', () => {
  test('everything is there, and a keyboard reaches it', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${hub.base}/status/busy?lang=en`);
    await page.getByRole('heading', { level: 1, name: 'Some systems are down' }).waitFor();
    await page.getByRole('heading', { name: 'Payments fail' }).waitFor();
    expect(await page.getByRole('img', { name: /Service number 1, last 90 days/ }).count()).toBe(1);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(page.url()).toMatch(/#main$/);
    await page
      .getByText(/days? with disruptions/)
      .first()
      .click();
    await page.getByRole('columnheader', { name: 'Degraded' }).first().waitFor();
    await page.getByRole('link', { name: 'Payments fail' }).click();
    await page.getByRole('heading', { level: 1, name: 'Payments fail' }).waitFor();
    await page.getByRole('link', { name: 'Deutsch' }).click();
    await page.getByText('Ursache gefunden').first().waitFor();
    await context.close();
  });
});

describe('weight', () => {
  test.each(['busy', 'calm'])('the %s page and all it needs is below 50 kB', async (name) => {
    const { page } = await openPage(browser);
    const sizes: number[] = [];
    page.on('response', (response) => {
      sizes.push(Number(response.headers()['content-length'] ?? Number.NaN));
    });
    await page.goto(hub.base + (places[name] ?? ''), { waitUntil: 'networkidle' });
    expect(sizes).toHaveLength(1);
    expect(sizes[0]).toBeLessThan(50_000);
    await page.context().close();
  });
});
