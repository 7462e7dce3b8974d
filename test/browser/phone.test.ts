import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage, PATIENCE, settled, type WatchedPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';
import { addPerson, goAs } from './people.ts';

let hub: BrowserHub;
let browser: Browser;
let phone: WatchedPage;
let page: Page;

const LONG = 'Checkout-payment-provider-answers-with-a-very-long-name-without-a-single-space-in-it';

beforeAll(async () => {
  [hub, browser] = await Promise.all([openBrowserHub(), launchBrowser()]);
  const labels = { service: `service-${LONG}`, [`label-${LONG}`]: `value-${LONG.repeat(4)}` };
  const description = `\`\`\`\n${LONG.repeat(4)}\n\`\`\`\n\nhttps://example.com/${LONG.repeat(3)}`;
  const links = { runbook_url: `https://example.com/${LONG.repeat(2)}` };
  await hub.sendAlert({
    title: `${LONG.repeat(3)} and words behind it`,
    severity: 'critical',
    external_id: LONG,
    labels,
    annotations: links,
    description,
  });
  await hub.sendAlert({ title: 'Disk full', severity: 'warning', external_id: 'b' });
  await hub.sendAlert({ title: 'Queue stuck', severity: 'warning', external_id: 'c' });
  const viewport = { width: 390, height: 844 };
  phone = await openPage(browser, { viewport, hasTouch: true, isMobile: true });
  page = phone.page;
  await goAs(
    page,
    hub,
    await addPerson(hub, `Ana Ruiz-${LONG}`.slice(0, 100), 'owner'),
    '/incidents',
  );
  await page.getByRole('link', { name: 'Disk full' }).waitFor();
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

const idOf = async (title: string): Promise<string> =>
  (await hub.api('GET', '/incidents')).data.find((row: { title: string }) =>
    row.title.startsWith(title),
  ).id;

/** Presses an action at the bottom once; its target must be as big as a thumb. */
async function tap(name: string): Promise<void> {
  const button = page.getByRole('toolbar', { name: 'Actions' }).getByRole('button', { name });
  const box = await button.boundingBox();
  expect(box?.height, name).toBeGreaterThanOrEqual(48);
  expect(box?.width, name).toBeGreaterThanOrEqual(48);
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(844);
  await button.tap();
}

test('one tap acknowledges from a deep link, one more resolves, and back is the list', async () => {
  const id = await idOf('Disk full');
  const progress = async () => (await hub.api('GET', `/incidents/${id}`)).progress;
  await page.goto(`${hub.url}/incidents/${id}`);
  await tap('Acknowledge');
  await expect.poll(progress, PATIENCE).toBe('acknowledged');
  await tap('Resolve');
  await expect.poll(progress, PATIENCE).toBe('closed');
  const message = page.getByRole('status').filter({ hasText: 'Resolved' });
  await message.getByRole('button', { name: 'Undo' }).last().tap();
  await expect.poll(progress, PATIENCE).toBe('triggered');
  await page.getByRole('link', { name: 'Incidents' }).first().tap();
  await page.getByRole('link', { name: 'Queue stuck' }).waitFor();
});

test('one tap acknowledges in the list, on a target for a thumb', async () => {
  const button = page.getByRole('button', { name: 'Ack: Queue stuck' });
  const box = await button.boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(48);
  await button.tap();
  const id = await idOf('Queue stuck');
  await expect
    .poll(async () => (await hub.api('GET', `/incidents/${id}`)).progress, PATIENCE)
    .toBe('acknowledged');
});

test('every part of the dashboard is reached by its bar and the sheet behind it', async () => {
  const parts = await page
    .getByRole('navigation', { name: 'Parts of the dashboard', exact: true, includeHidden: true })
    .getByRole('link', { includeHidden: true })
    .evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute('href')))]);
  expect(parts.length).toBeGreaterThan(5);
  for (const path of parts) {
    const here = page.locator(`nav a[href="${path}"]:visible`);
    if ((await here.count()) > 0) await here.tap();
    else {
      await page.getByRole('button', { name: 'More', exact: true }).tap();
      await page.getByRole('dialog').locator(`a[href="${path}"]`).tap();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.waitForURL((url) => url.pathname.startsWith(path ?? ''));
    await page.locator('main h1').first().waitFor();
  }
});

const PLACES: readonly (readonly [string, () => string | Promise<string>])[] = [
  ['incidents', () => '/incidents'],
  ['no match', () => '/incidents?q=nothing-like-it'],
  ['incident', async () => `/incidents/${await idOf(LONG)}`],
  ['lost incident', () => '/incidents/inc_none'],
  ['alerts', () => '/alerts'],
  ['alert', async () => `/alerts/${(await hub.api('GET', '/alerts')).data.at(-1).id}`],
  ['services', () => '/services'],
  ['integrations', () => '/integrations'],
  ['new integration', () => '/integrations/new'],
  ['webhooks', () => '/webhooks'],
  ['new webhook', () => '/webhooks/new'],
  ['rules', () => '/rules'],
  ['remediation', () => '/remediation'],
  ['settings', () => '/settings'],
];

describe('nothing is wider than the phone', () => {
  test.each(PLACES)('on the page %s', async (_name, path) => {
    await page.goto(hub.url + (await path()));
    await page.locator('main h1, main h2').first().waitFor();
    await settled(page);
    expect(await tooWide(page)).toEqual([]);
  });

  test.each(['s', 'i', 'm', 'e', 'c', '?', 'Control+k'])('in the dialog of %s', async (key) => {
    await page.goto(`${hub.url}/incidents`);
    await page.getByRole('row', { name: /Disk full/ }).waitFor();
    for (let tries = 0; tries < 3; tries++) await page.keyboard.press('j');
    await page.keyboard.press(key);
    await page.getByRole('dialog').waitFor();
    expect(await tooWide(page)).toEqual([]);
    const box = await page.getByRole('dialog').boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  });
});

/** What sticks out, or has to be scrolled sideways, though it is no table, code or row of tabs. */
function tooWide(on: Page): Promise<readonly string[]> {
  return on.evaluate(`(() => {
    const name = (element) => element.tagName + '.' + element.className;
    const scrolled = [document.documentElement, document.body, document.querySelector('main'),
      document.querySelector('[role="dialog"]')].filter(Boolean);
    const wide = scrolled.filter((element) => element.scrollWidth > element.clientWidth + 1);
    const inside = (element) => {
      for (let up = element.parentElement; up; up = up.parentElement) {
        const { overflowX } = getComputedStyle(up);
        if (overflowX !== 'visible' && !scrolled.includes(up)) return true;
      }
      return false;
    };
    const out = [...document.querySelectorAll('main *, [role="dialog"] *')].filter((element) =>
      element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1 &&
      element.getBoundingClientRect().width > 1 && !inside(element));
    return [...wide, ...out].map(name);
  })()`);
}

test('no script failed, and the policy held', () => {
  expect(phone.faults).toEqual([]);
});
