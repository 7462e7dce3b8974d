import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fill } from '../../bench/lists/fill.ts';
import { launchBrowser, openPage, PATIENCE, type WatchedPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';

let hub: BrowserHub;
let browser: Browser;
let watched: WatchedPage;
let page: Page;

const MANY = 3_000;
const BURST = 150;

beforeAll(async () => {
  [hub, browser] = await Promise.all([openBrowserHub(), launchBrowser()]);
  await fill(hub.database, 'ten_default', { open: MANY, closed: 0, alerts: 0 });
  watched = await openPage(browser);
  page = watched.page;
  await page.addInitScript(`sessionStorage.setItem('tocsin-api-key', '${hub.apiKey}')`);
  await page.goto(`${hub.url}/incidents`);
  await page.locator('[data-id]').first().waitFor();
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

const grid = () => page.getByRole('grid', { name: 'Incidents' });

/** Counts rows in every frame from now on: the most there were is in `globalThis.most`. */
const COUNT_ROWS = `(() => {
  globalThis.most = 0;
  const look = () => {
    globalThis.most = Math.max(globalThis.most, document.querySelectorAll('[data-id]').length);
    requestAnimationFrame(look);
  };
  look();
})()`;

const lastIndex = () =>
  grid().evaluate((element) =>
    Math.max(
      ...[...element.querySelectorAll('[aria-rowindex]')].map((row) =>
        Number(row.getAttribute('aria-rowindex')),
      ),
    ),
  );

test('scrolling brings page after page, and never more than sixty rows at once', async () => {
  await page.evaluate(COUNT_ROWS);
  for (let wanted = 100; wanted <= 600; wanted += 100) {
    await expect
      .poll(async () => {
        await grid().evaluate((element) => {
          element.scrollTop = element.scrollHeight;
        });
        return lastIndex();
      }, PATIENCE)
      .toBeGreaterThan(wanted);
  }
  expect(await page.evaluate('globalThis.most')).toBeLessThanOrEqual(60);
  const ids = await page
    .locator('[data-id]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-id')));
  expect(new Set(ids).size).toBe(ids.length);
});

/** Notes in every frame which row is under a point, until `globalThis.stop` is set. */
const watchPoint = (x: number, y: number) => `(() => {
  globalThis.seen = new Set();
  globalThis.frames = 0;
  const look = () => {
    const row = document.elementFromPoint(${x}, ${y})?.closest('[data-id]');
    globalThis.seen.add(row?.getAttribute('data-id') ?? 'none');
    globalThis.frames++;
    if (!globalThis.stop) requestAnimationFrame(look);
  };
  look();
})()`;

const WAYS: readonly (readonly [string, number])[] = [
  ['at the top', 0],
  ['in the middle', 2_000],
];

test.each(WAYS)('the row under the pointer stays %s while events pour in', async (where, top) => {
  await page.mouse.move(5, 5);
  await grid().evaluate((element, to) => {
    element.scrollTop = to;
  }, top);
  const box = await grid().boundingBox();
  const point = { x: (box?.x ?? 0) + 300, y: (box?.y ?? 0) + 200 };
  await page.mouse.move(point.x, point.y);
  await page.evaluate('globalThis.stop = false');
  await page.evaluate(watchPoint(point.x, point.y));
  const { data: rows } = await hub.api('GET', '/incidents?progress=triggered&limit=60');
  for (let n = 0; n < BURST; n++) {
    const title = `Burst ${where}, ${n}`;
    await hub.sendAlert({ title, severity: 'critical', external_id: title });
    const { id } = rows[n % rows.length];
    if (n % 3 === 0) await hub.api('PATCH', `/incidents/${id}`, { title: `Changed ${where} ${n}` });
  }
  const pill = page.getByRole('button', { name: /\d+ new$/ });
  await expect
    .poll(async () => Number.parseInt((await pill.textContent()) ?? '', 10), PATIENCE)
    .toBeGreaterThanOrEqual(BURST);
  await page.evaluate('globalThis.stop = true');
  expect(await page.evaluate('globalThis.frames')).toBeGreaterThan(10);
  expect(await page.evaluate('[...globalThis.seen]')).toHaveLength(1);
  await pill.click();
  await page.getByRole('row', { name: new RegExp(`Burst ${where}, ${BURST - 1}`) }).waitFor();
  await pill.waitFor({ state: 'detached' });
});

test('at the top, with nothing pointing at it, new rows come by themselves', async () => {
  await page.mouse.move(5, 5);
  await grid().evaluate((element) => {
    element.scrollTop = 0;
  });
  await hub.sendAlert({ title: 'The very newest', severity: 'critical', external_id: 'newest' });
  const first = page.locator('[data-id]').first();
  await expect.poll(() => first.textContent(), PATIENCE).toContain('The very newest');
  expect(watched.faults).toEqual([]);
});
